import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js';
import { type ReactNode, useEffect, useRef } from 'react';
import { useMedia } from '../../shell/use-media';
import type { Points } from './chart-points';

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip
);

interface Props {
  /** Read out in place of the drawing. */
  label: string;
  type: 'bar' | 'line';
  points: Points;
}

/** Draws with the page's colours, and anew when they change. */
export default function ChartDrawing({ label, type, points: { column = '', labels, values } }: Props): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { accent, text, line } = useColours();
  const data = JSON.stringify({ labels, values });

  useEffect(() => {
    if (!canvas.current) return;
    const axis = { ticks: { color: text }, grid: { color: line }, border: { color: line } };
    const { labels: shown, values: numbers }: Pick<Points, 'labels' | 'values'> = JSON.parse(data);
    const chart = new Chart(canvas.current, {
      type,
      data: {
        labels: shown,
        datasets: [{ label: column, data: numbers, backgroundColor: accent, borderColor: accent, borderRadius: 3 }],
      },
      options: {
        animation: false,
        maintainAspectRatio: false,
        scales: { x: { ...axis, grid: { display: false } }, y: { ...axis, beginAtZero: true } },
      },
    });
    return () => chart.destroy();
  }, [type, column, data, accent, text, line]);

  return (
    <div className="canvas-drawing">
      <canvas ref={canvas} role="img" aria-label={label} />
    </div>
  );
}

/** The sheet's own variables, which change between light and dark. */
function useColours(): { accent: string; text: string; line: string } {
  useMedia('(prefers-color-scheme: dark)');
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return { accent: read('--accent'), text: read('--muted'), line: read('--line') };
}
