"use strict";
/* Draws a chart in the colours of the scheme, and again when the scheme or the width changes. */
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const printing = window.matchMedia("print");
const FONT = '"Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","PingFang SC","Hiragino Sans GB","Microsoft YaHei","WenQuanYi Micro Hei",sans-serif';

function theme() {
  const night = dark.matches && !printing.matches;
  const ink = night ? "#e6e9ef" : "#1d2330", quiet = night ? "#a3acbb" : "#5b6475", line = night ? "#363d4a" : "#d9dee7", paper = night ? "#1c2029" : "#ffffff";
  const axis = {
    axisLine: { lineStyle: { color: line } }, axisLabel: { color: ink }, axisTick: { lineStyle: { color: line } },
    splitLine: { lineStyle: { color: line } }, nameTextStyle: { color: ink },
  };
  const label = { label: { color: ink } };
  return {
    darkMode: night, backgroundColor: "transparent", textStyle: { color: ink, fontFamily: FONT },
    title: { textStyle: { color: quiet }, subtextStyle: { color: quiet } },
    legend: { textStyle: { color: ink }, pageTextStyle: { color: ink }, pageIconColor: ink, pageIconInactiveColor: line },
    tooltip: { backgroundColor: paper, borderColor: line, textStyle: { color: ink } },
    visualMap: { textStyle: { color: ink } },
    categoryAxis: { ...axis, splitLine: { show: false, lineStyle: { color: line } } }, valueAxis: axis,
    bar: label, scatter: label, sankey: label,
    heatmap: { label: { color: "#10203c", textBorderColor: "rgba(255,255,255,.75)", textBorderWidth: 2 }, itemStyle: { borderColor: paper } },
  };
}

function drawChart(element, chart, pick) {
  element.style.height = chart.height + "px";
  let plot = null, option = chart.option;
  const draw = () => {
    if (plot) plot.dispose();
    plot = echarts.init(element, theme(), { renderer: "svg" });
    plot.setOption({ animation: false, ...option });
    if (pick) plot.on("click", pick);
  };
  draw();
  dark.addEventListener("change", draw);
  window.addEventListener("beforeprint", draw);
  window.addEventListener("afterprint", draw);
  new ResizeObserver(() => plot.resize()).observe(element);
  return (changed) => { option = changed; plot.setOption({ series: changed.series, visualMap: changed.visualMap }); };
}
