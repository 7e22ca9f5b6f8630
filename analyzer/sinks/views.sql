-- What people ask of a run. List cells are joined by 「；」; repeats within an article do not count, as in summary.csv.

-- The day a date ends on: 2025 → 2025-12-31, 2025-05 → 2025-05-31; NULL where there is none.
CREATE MACRO last_day_of(iso) AS CASE length(iso)
    WHEN 4 THEN make_date(CAST(iso AS INTEGER), 12, 31)
    WHEN 7 THEN last_day(TRY_CAST(iso || '-01' AS DATE))
    ELSE TRY_CAST(iso AS DATE) END;

-- The month of a date, NULL where it states only a year.
CREATE MACRO month_of(iso) AS CASE WHEN length(iso) >= 7 THEN substr(iso, 1, 7) END;

-- The values of a list cell; one NULL for an empty cell.
CREATE MACRO listed(cell) AS CASE WHEN cell = '' THEN [CAST(NULL AS VARCHAR)] ELSE string_split(cell, '；') END;

-- A length of time of ISO 8601 as an interval: P30D, P1M15D, PT24H; NULL for anything else.
CREATE MACRO part_of(iso, unit) AS coalesce(TRY_CAST(regexp_extract(iso, '([0-9]+)' || unit, 1) AS INTEGER), 0);
CREATE MACRO interval_of(iso) AS CASE WHEN regexp_full_match(iso, 'P([0-9]+[YMWD])*(T([0-9]+[HM])+)?') AND iso <> 'P' THEN
    to_months(12 * part_of(split_part(iso, 'T', 1), 'Y') + part_of(split_part(iso, 'T', 1), 'M'))
    + to_days(7 * part_of(split_part(iso, 'T', 1), 'W') + part_of(split_part(iso, 'T', 1), 'D'))
    + to_minutes(60 * part_of(split_part(iso, 'T', 2), 'H') + part_of(split_part(iso, 'T', 2), 'M')) END;

CREATE VIEW counted_directives AS
    SELECT *, month_of(date) AS month, last_day_of(deadline) AS deadline_day FROM directives WHERE repeat_of = '';

-- One row a directive and organ: the organs linked to it, else the issuers of its article, else NULL.
CREATE VIEW directive_ministries AS
    SELECT article_id, directive_id, unnest(cell) AS ministry
    FROM (SELECT article_id, directive_id, listed(CASE WHEN ministries <> '' THEN ministries ELSE issuers END) AS cell FROM counted_directives);

CREATE VIEW directive_sectors AS
    SELECT article_id, directive_id, unnest(listed(sectors)) AS sector FROM counted_directives;

CREATE VIEW directive_regions AS
    SELECT article_id, directive_id, unnest(listed(regions)) AS region FROM counted_directives;

CREATE VIEW directive_themes AS
    SELECT article_id, directive_id, unnest(listed(themes)) AS theme FROM counted_directives;

CREATE VIEW ministry_sector_month AS
    SELECT m.ministry, s.sector, d.month, count(*) AS directives, CAST(sum(d.strength) AS BIGINT) AS strength, avg(d.strength) AS mean_strength
    FROM counted_directives d JOIN directive_ministries m USING (directive_id) JOIN directive_sectors s USING (directive_id)
    GROUP BY ALL ORDER BY ALL;

CREATE VIEW strength_by_ministry AS
    SELECT m.ministry, count(*) AS directives, avg(d.strength) AS mean_strength,
        count(*) FILTER (d.strength = 1) AS strength_1, count(*) FILTER (d.strength = 2) AS strength_2,
        count(*) FILTER (d.strength = 3) AS strength_3, count(*) FILTER (d.strength = 4) AS strength_4,
        count(*) FILTER (d.strength = 5) AS strength_5
    FROM counted_directives d JOIN directive_ministries m USING (directive_id)
    GROUP BY ALL ORDER BY directives DESC, m.ministry;

-- Directives whose deadline lies on or after a day, the nearest first: FROM deadlines_from('2024-01-01').
CREATE MACRO deadlines_from(day) AS TABLE
    SELECT deadline_day, date_diff('day', CAST(day AS DATE), deadline_day) AS days_left, deadline, addressee, text, strength,
        ministries, sectors, article_id, directive_id, title
    FROM counted_directives WHERE deadline_day >= CAST(day AS DATE) ORDER BY deadline_day, directive_id;

CREATE VIEW deadlines_ahead AS SELECT * FROM deadlines_from(current_date);

-- Directives that tell how often, or in what time of an event: one of every, time_limit and notice is there. A month counts
-- thirty days where intervals are compared; day_in_period is the day within the year, month or week, NULL for any.
CREATE VIEW timed_directives AS
    SELECT *, CASE WHEN timing LIKE 'R/%' THEN interval_of(split_part(timing, '/', -1)) END AS every,
        CASE WHEN timing LIKE 'R/%/%' THEN split_part(timing, '/', 2) ELSE '' END AS day_in_period,
        interval_of(timing) AS time_limit, CASE WHEN timing LIKE '%/..' THEN interval_of(split_part(timing, '/', 1)) END AS notice
    FROM counted_directives WHERE timing <> '';
