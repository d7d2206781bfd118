// ECharts in the page's colours. Charts are drawn anew when the scheme changes, and fit their place.
import * as echarts from "./echarts-5.3.1.esm.min.js";

const redraws = new Set();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => redraws.forEach((redraw) => redraw()));

export const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** A chart of what `option()` says, whenever `draw()` is called. */
export function chart(place, option) {
  const made = echarts.init(place, null, { renderer: "canvas" });
  let drawn = false;
  const draw = () => {
    const now = option();
    if (now === null) return;
    drawn = true;
    made.setOption({ animation: false, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily }, ...now }, true);
  };
  new ResizeObserver(() => made.resize()).observe(place);
  redraws.add(() => drawn && draw());
  return { draw, onPress: (react) => made.on("click", react) };
}

/** The line of the last values, without axes. */
export function sparkline(place, values) {
  return chart(place, () => ({
    grid: { left: 1, right: 1, top: 3, bottom: 2 },
    xAxis: { type: "category", show: false, boundaryGap: false },
    yAxis: { type: "value", show: false, scale: true, min: (range) => Math.min(0, range.min), max: (range) => Math.max(1, range.max) },
    series: [{
      type: "line", data: [...values], symbol: "none", silent: true,
      lineStyle: { width: 1.5, color: colour("accent") }, areaStyle: { color: colour("accent"), opacity: 0.12 },
    }],
  }));
}
