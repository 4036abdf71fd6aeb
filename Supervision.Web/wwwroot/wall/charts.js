// Three charts, made once and updated in place. Sizes follow the root font size, so they grow with the wall.
const style = getComputedStyle(document.documentElement);
const colour = name => style.getPropertyValue(name).trim();
const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);
const UPDATE_MS = 1000; // a chart is redrawn at most this often: the figures beside it move at once

export class Charts {
  #charts;
  #board = null;
  #timer = 0;
  #shown = {};

  constructor(root) {
    this.#charts = [
      new Chart(root.getElementById('chart-flow'), flowOptions, flowSeries),
      new Chart(root.getElementById('chart-levels'), levelOptions, levelSeries),
      new Chart(root.getElementById('chart-onTime'), onTimeOptions, onTimeSeries),
    ];
    let sizeTimer = 0;
    const sizes = new ResizeObserver(() => {
      clearTimeout(sizeTimer);
      sizeTimer = setTimeout(() => this.#charts.forEach(chart => chart.resize(this.#board)), 200);
    });
    root.querySelectorAll('.chart').forEach(element => sizes.observe(element));
  }

  show(board) {
    this.#board = board;
    if (this.#timer) return;
    this.#draw();
    this.#timer = setTimeout(() => {
      this.#timer = 0;
      this.#draw();
    }, UPDATE_MS);
  }

  #draw() {
    this.#charts.forEach((chart, index) => {
      const key = JSON.stringify(chart.series(this.#board));
      if (this.#shown[index] === key) return;
      this.#shown[index] = key;
      chart.show(this.#board);
    });
  }
}

class Chart {
  #frame;
  #element;
  #options;
  #chart = null;
  #drawn = '';

  constructor(frame, options, series) {
    this.#frame = frame;
    // ApexCharts gives its element a minimum height; on an element of its own that cannot push the frame apart.
    this.#element = frame.appendChild(document.createElement('div'));
    this.#options = options;
    this.series = series;
  }

  show(board) {
    const size = this.#size();
    const options = { ...this.#options(size, board), series: this.series(board) };
    this.#drawn = JSON.stringify(size);
    if (this.#chart) {
      this.#chart.updateOptions(options, false, false, false);
    } else {
      this.#chart = new ApexCharts(this.#element, options);
      this.#chart.render();
    }
  }

  resize(board) {
    if (board && this.#chart && JSON.stringify(this.#size()) !== this.#drawn) this.show(board);
  }

  #size() {
    return { width: this.#frame.clientWidth, height: this.#frame.clientHeight, rem: rem() };
  }
}

const base = (type, size) => ({
  chart: {
    type,
    width: size.width,
    height: size.height,
    animations: { enabled: false },
    toolbar: { show: false },
    zoom: { enabled: false },
    selection: { enabled: false },
    redrawOnParentResize: false,
    redrawOnWindowResize: false,
    background: 'transparent',
    fontFamily: 'inherit',
    sparkline: { enabled: type !== 'bar' },
  },
  dataLabels: { enabled: false },
  legend: { show: false },
  tooltip: { enabled: false },
  states: { hover: { filter: { type: 'none' } }, active: { filter: { type: 'none' } } },
});

function hoursOf(board) {
  const busy = board.hours.filter(hour => hour.accepted || hour.finished).map(hour => hour.hour);
  const from = Math.min(8, ...busy);
  const to = Math.max(17, ...busy);
  return board.hours.filter(hour => hour.hour >= from && hour.hour <= to);
}

/** Hours as labels; on a narrow screen only every so many, so that each has room. */
function hourLabels(hours, size) {
  const plotRem = size.width / size.rem - 4; // the value axis takes about 4
  const every = Math.max(1, Math.ceil((hours.length * 2) / plotRem));
  return hours.map((hour, index) => (index % every ? '' : `${hour.hour}`.padStart(2, '0')));
}

const flowSeries = board => [
  { name: 'accepted', data: hoursOf(board).map(hour => hour.accepted) },
  { name: 'finished', data: hoursOf(board).map(hour => hour.finished) },
];

function flowOptions(size, board) {
  const grown = size.rem - 16; // the chart's own distances are pixels of a 1920×1080 screen
  const text = { colors: colour('--muted'), fontSize: `${size.rem * 0.95}px` };
  return {
    ...base('bar', size),
    colors: [colour('--accepted'), colour('--finished')],
    plotOptions: { bar: { columnWidth: '58%', borderRadius: size.rem * 0.12, borderRadiusApplication: 'end' } },
    stroke: { show: true, width: size.rem * 0.12, colors: ['transparent'] },
    grid: {
      borderColor: colour('--line'),
      padding: { left: size.rem * 0.6, right: 0, top: Math.min(4, grown - 16), bottom: grown * 1.2 },
    },
    xaxis: {
      categories: hourLabels(hoursOf(board), size),
      axisBorder: { show: false },
      axisTicks: { show: false },
      labels: { style: text, rotate: 0, offsetY: grown * 0.8 },
    },
    yaxis: {
      tickAmount: 4,
      min: 0,
      forceNiceScale: true,
      labels: { style: text, formatter: value => value.toFixed(0) },
    },
  };
}

const levelSeries = board => [board.red, board.yellow, board.warnings];

const levelOptions = size => ({
  ...base('donut', size),
  labels: ['red', 'yellow', 'warning'],
  colors: [colour('--red'), colour('--yellow'), colour('--warning')],
  stroke: { width: size.rem * 0.18, colors: [colour('--panel')] },
  plotOptions: { pie: { expandOnClick: false, donut: { size: '74%' } } },
});

const onTimeSeries = board => [Math.round((board.onTimeRate.value ?? 0) * 1000) / 10];

const onTimeOptions = size => ({
  ...base('radialBar', size),
  colors: [colour('--finished')],
  stroke: { lineCap: 'butt' },
  plotOptions: {
    radialBar: {
      startAngle: -130,
      endAngle: 130,
      hollow: { size: '68%' },
      track: { background: colour('--line'), strokeWidth: '100%', margin: 0 },
      dataLabels: { show: false },
    },
  },
});
