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
