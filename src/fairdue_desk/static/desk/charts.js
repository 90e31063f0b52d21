// The charts of the measures page. Each figure names where its data comes from; what is drawn is also a table.
// Tooltips are drawn, not written as HTML: the page allows no styles beside its sheets.
(() => {
  "use strict";

  const css = getComputedStyle(document.documentElement);
  const colour = (name) => css.getPropertyValue(name).trim();
  const ink = colour("--ink"), quiet = colour("--ink-quiet"), line = colour("--line");
  const main = colour("--tblr-primary"), good = colour("--good"), bad = colour("--bad"), warn = "#c98a1b";
  const font = { fontFamily: colour("--tblr-font-sans-serif"), color: ink, fontSize: 12 };
  const small = { ...font, color: quiet, fontSize: 11 };
  const ramp = ["#eef5f4", "#bfdcd9", "#7fb6b3", "#3b8488", main];
  const narrow = (element) => element.clientWidth < 560;
  const tip = (formatter) => ({
    renderMode: "richText", confine: true, formatter, backgroundColor: ink, borderWidth: 0,
    textStyle: { ...font, color: "#fff" },
  });
  const axis = (more) => ({
    axisLine: { lineStyle: { color: line } }, axisTick: { show: false }, axisLabel: small,
    splitLine: { lineStyle: { color: "#edf0f0" } }, ...more,
  });

  function funnel({ drawn }) {
    const top = drawn.steps[0] ? drawn.steps[0].value : 0;
    return {
      grid: { left: 8, right: 112, top: 8, bottom: 8, containLabel: true },
      tooltip: tip((one) => `${one.name}  ${one.value}  ${drawn.steps[one.dataIndex].share}`),
      xAxis: { type: "value", max: top || 1, show: false },
      yAxis: axis({ type: "category", inverse: true, data: drawn.steps.map((one) => one.name), axisLine: { show: false }, axisLabel: font }),
      series: [{
        type: "bar", barWidth: "62%", showBackground: true, backgroundStyle: { color: "#f1f4f4", borderRadius: 4 },
        data: drawn.steps.map((one, place) => ({ value: one.value, itemStyle: { borderRadius: 4, color: ["#a5cbc8", "#8abbb8", "#68a3a3", "#3b8488", main, good][place] } })),
        label: { show: true, position: "right", ...font, formatter: (one) => `${one.value.toLocaleString("en")} · ${drawn.steps[one.dataIndex].share}` },
      }],
    };
  }

  function board({ drawn }, element) {
    const count = drawn.panels.length || 1, stacked = narrow(element);
    const tall = drawn.names.length * 20;
    element.style.height = `${stacked ? count * (tall + 44) : tall + 60}px`;
    const grid = drawn.panels.map((_, place) => ({
      containLabel: false, left: stacked ? 92 : `${11 + place * (89 / count)}%`,
      ...(stacked ? { right: 52, top: 30 + place * (tall + 44), height: tall } : { width: `${89 / count - 6}%`, top: 34, bottom: 12 }),
    }));
    return {
      grid,
      title: drawn.panels.map((one, place) => ({
        text: one.name, textStyle: { ...font, fontWeight: 500 },
        left: stacked ? 4 : grid[place].left, top: stacked ? 6 + place * (tall + 44) : 4,
      })),
      tooltip: tip((one) => `${one.name}  ${one.value}${drawn.panels[one.seriesIndex].unit}  (n = ${drawn.panels[one.seriesIndex].samples[one.dataIndex].toLocaleString("en")})`),
      xAxis: drawn.panels.map((_, place) => ({ type: "value", gridIndex: place, show: false, min: 0 })),
      yAxis: drawn.panels.map((_, place) => axis({
        type: "category", inverse: true, gridIndex: place, data: drawn.names, axisLabel: { ...small, show: stacked || place === 0, interval: 0 },
      })),
      series: drawn.panels.map((one, place) => ({
        type: "bar", xAxisIndex: place, yAxisIndex: place, data: one.values, barMaxWidth: 14,
        itemStyle: { color: one.theme === "conduct" ? bad : one.theme === "money" ? main : good, borderRadius: 3 },
        label: { show: true, position: "right", ...small, formatter: (cell) => (cell.value == null ? "" : `${cell.value}${one.unit}`) },
      })),
    };
  }

  function matrix({ drawn }, element) {
    return {
      grid: { left: 8, right: 12, top: 30, bottom: 8, containLabel: true },
      tooltip: tip((one) => `${drawn.starts[one.value[1]]} → ${drawn.ends[one.value[0]]}  ${one.value[2]}%`),
      xAxis: axis({ type: "category", position: "top", data: drawn.ends, splitArea: { show: false }, axisLabel: { ...small, interval: 0, rotate: narrow(element) ? 45 : 0 } }),
      yAxis: axis({ type: "category", inverse: true, data: drawn.starts, axisLabel: font }),
      visualMap: { show: false, min: 0, max: 100, dimension: 2, inRange: { color: ramp } },
      series: [{
        type: "heatmap", data: drawn.cells, itemStyle: { borderColor: "#fff", borderWidth: 2, borderRadius: 3 },
        label: { show: true, fontSize: narrow(element) ? 9 : 11, formatter: (one) => (one.value[2] < 0.05 ? "" : one.value[2].toFixed(narrow(element) ? 0 : 1)) },
      }],
    };
  }

  function vintage({ drawn }) {
    return {
      color: ["#0f5257", "#2f7f86", "#6aa9a8", "#a9c8a4", "#d3b35c", "#c98a1b", "#b4632c", "#a3262a", "#7d3a6b", "#4f4b95", "#3f4f9c", "#6b7c93"],
      grid: { left: 8, right: 16, top: 40, bottom: 26, containLabel: true },
      legend: { type: "scroll", top: 4, textStyle: small, itemWidth: 14, itemHeight: 8 },
      tooltip: { ...tip((all) => all.filter((one) => one.value != null).map((one) => `${one.seriesName}  ${one.value}%`).join("\n")), trigger: "axis" },
      xAxis: axis({ type: "category", name: drawn.axis, nameLocation: "middle", nameGap: 26, nameTextStyle: small, data: Array.from({ length: drawn.ages }, (_, age) => String(age)), boundaryGap: false }),
      yAxis: axis({ type: "value", min: 0, axisLabel: { ...small, formatter: "{value}%" } }),
      series: drawn.series.map((one) => ({ type: "line", name: one.name, data: one.values, symbolSize: 5, lineStyle: { width: 2 } })),
    };
  }

  // A wall calendar: one column a weekday, one line a week, however long the period is.
  function promiseCalendar({ drawn }, element) {
    const day = 86400000, first = Date.parse(drawn.from), last = Date.parse(drawn.until) - day;
    const weekday = (moment) => (new Date(moment).getUTCDay() + 6) % 7;
    const monday = first - weekday(first) * day, weeks = Math.floor((last - monday) / (7 * day)) + 1;
    const known = new Map(drawn.days.map((one) => [one[0], one])), cells = [], names = [];
    for (let week = 0; week < weeks; week += 1) names.push(new Date(monday + week * 7 * day).toISOString().slice(5, 10));
    for (let moment = first; moment <= last; moment += day) {
      const date = new Date(moment).toISOString().slice(0, 10), one = known.get(date) || [date, 0, 0, 0, 0];
      cells.push([weekday(moment), Math.floor((moment - monday) / (7 * day)), one[1], ...one]);
    }
    const most = Math.max(1, ...cells.map((one) => one[2])), few = weeks <= 7;
    return {
      grid: { left: 8, right: 12, top: 28, bottom: 8, containLabel: true },
      tooltip: tip((one) => `${one.value[3]}\n${drawn.words[1]} ${one.value[4]} · ${drawn.words[2]} ${one.value[5]} · ${drawn.words[4]} ${one.value[6]} · ${drawn.words[5]} ${one.value[7]}`),
      xAxis: axis({ type: "category", position: "top", data: drawn.weekdays, axisLabel: small }),
      yAxis: axis({ type: "category", inverse: true, data: names, axisLabel: small }),
      visualMap: { show: false, min: 0, max: most, dimension: 2, inRange: { color: ramp } },
      series: [{
        type: "heatmap", data: cells, itemStyle: { borderColor: "#fff", borderWidth: few ? 3 : 1, borderRadius: 4 },
        label: { show: few, lineHeight: 15, fontSize: narrow(element) ? 10 : 11, formatter: (one) => `${Number(one.value[3].slice(8))}` + (one.value[4] ? `\n${one.value[5]}/${one.value[4]}` : "") },
      }],
    };
  }

  function heat({ drawn }, element) {
    return {
      grid: { left: 8, right: 12, top: 8, bottom: 8, containLabel: true },
      tooltip: tip((one) => `${drawn.weekdays[one.value[1]]} ${drawn.hours[one.value[0]]}:00  ${one.value[2]}%  (${one.value[3].toLocaleString("en")} ${drawn.unit})`),
      xAxis: axis({ type: "category", data: drawn.hours, axisLabel: small }),
      yAxis: axis({ type: "category", inverse: true, data: drawn.weekdays, axisLabel: small }),
      visualMap: { show: false, min: 0, max: Math.max(1, ...drawn.cells.map((one) => one[2])), dimension: 2, inRange: { color: ramp } },
      series: [{
        type: "heatmap", itemStyle: { borderColor: "#fff", borderWidth: 2, borderRadius: 3 },
        data: drawn.cells.map((value) => (value[3] < drawn.faint ? { value, itemStyle: { opacity: 0.3 }, label: { color: quiet } } : { value })),
        label: { show: !narrow(element), fontSize: 10, formatter: (one) => one.value[2].toFixed(0) },
      }],
    };
  }

  const drawings = {
    funnel, board, roll_matrix: matrix, vintage_current: vintage, vintage_ever: vintage,
    promise_calendar: promiseCalendar, hour_heat: heat,
  };

  function nothing(name, { drawn }) {
    const inside = { funnel: drawn.steps && drawn.steps[0] && drawn.steps[0].value, board: drawn.names, promise_calendar: drawn.days }[name] ?? drawn.cells ?? drawn.series;
    return Array.isArray(inside) ? inside.length === 0 : !inside;
  }

  function tabulate(table, data) {
    const head = table.createTHead().insertRow(), body = table.createTBody();
    for (const name of data.columns) {
      const cell = document.createElement("th");
      cell.scope = "col";
      cell.textContent = name;
      head.append(cell);
    }
    for (const row of data.rows) {
      const made = body.insertRow();
      for (const text of row) made.insertCell().textContent = text;
    }
  }

  async function draw(figure) {
    const answer = await fetch(figure.dataset.from, { headers: { Accept: "application/json" } });
    const says = figure.querySelector("[data-says]");
    if (!answer.ok) {
      says.textContent = `HTTP ${answer.status}`;
      return;
    }
    const data = await answer.json(), name = figure.dataset.chart;
    const target = figure.querySelector("[data-drawn]");
    says.textContent = `${data.formula} · ${data.population} · ${data.period} · n = ${data.sample}`;
    tabulate(figure.querySelector("[data-table]"), data);
    if (nothing(name, data)) {
      target.hidden = true;
      figure.querySelector("[data-empty]").hidden = false;
      figure.dataset.ready = "";
      return;
    }
    figure.classList.toggle("chart-tall", name === "promise_calendar" && data.drawn.days.length > 120);
    target.setAttribute("aria-label", `${data.title}. ${says.textContent}`);
    let chart, width = 0, height = 0;
    const show = () => {
      if (target.clientWidth === width && target.clientHeight === height) return;
      const options = { animation: false, textStyle: font, ...drawings[name](data, target) };
      chart ??= echarts.init(target, null, { renderer: "canvas" });
      chart.resize();
      chart.setOption(options, true);
      width = target.clientWidth; // read afterwards: a drawing may have set its own height
      height = target.clientHeight;
    };
    show();
    new ResizeObserver(show).observe(target);
    figure.dataset.ready = "";
  }

  document.addEventListener("DOMContentLoaded", async () => {
    // One after another: the first question reckons the report, the others find it ready.
    for (const figure of document.querySelectorAll("[data-chart]")) await draw(figure);
  });
})();
