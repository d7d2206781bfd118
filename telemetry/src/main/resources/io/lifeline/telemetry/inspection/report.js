"use strict";
// Draws each plot from the JSON beside it, when it is first seen: a closed part has no width.
(() => {
  const draw = (figure) => {
    const data = JSON.parse(figure.querySelector("script").textContent);
    if (data.seconds.length < 2) {
      figure.append("Not enough samples yet: one is taken each ten seconds.");
      return;
    }
    const options = {
      width: Math.max(280, figure.clientWidth),
      height: 180,
      legend: { live: false },
      cursor: { drag: { x: false, y: false } },
      scales: { y: { range: (u, min, max) => [Math.min(0, min), max > 0 ? max * 1.1 : 1] } },
      axes: [{}, { size: 80 }],
      series: [{}].concat(
        data.lines.map((line) => ({ label: line.name, stroke: "#0757a8", width: 2, fill: "#0757a81a", points: { show: false } })),
      ),
    };
    new uPlot(options, [data.seconds].concat(data.lines.map((line) => line.values)), figure);
  };
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries.filter((one) => one.isIntersecting)) {
      seen.unobserve(entry.target);
      draw(entry.target);
    }
  });
  document.querySelectorAll(".plot").forEach((figure) => seen.observe(figure));
})();
