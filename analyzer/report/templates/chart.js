drawChart(document.getElementById("plot"), JSON.parse(document.getElementById("chart").textContent));
