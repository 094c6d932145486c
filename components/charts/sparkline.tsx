type SparklineProps = { values: readonly (number | null)[]; className?: string };

const WIDTH = 100;
const HEIGHT = 28;
const MARGIN = 2;

/** The course of a value at a glance; where there was none there is a gap. Its words are elsewhere. */
export function Sparkline({ values, className }: SparklineProps) {
  const known = values.filter((value) => value !== null);
  if (known.length < 2)
    return <svg aria-hidden viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className={className} />;
  const low = Math.min(0, ...known);
  const span = Math.max(...known) - low || 1;
  const x = (index: number) => (index / (values.length - 1)) * WIDTH;
  const y = (value: number) => HEIGHT - MARGIN - ((value - low) / span) * (HEIGHT - 2 * MARGIN);
  const lines = runsOf(values).map((run) =>
    run.map(({ index, value }) => `${x(index).toFixed(2)},${y(value).toFixed(2)}`),
  );
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={className}
    >
      {lines.map((points) => (
        <g key={points[0]}>
          <path
            d={`M${points[0]?.split(",")[0]},${HEIGHT} L${points.join(" L")} L${points.at(-1)?.split(",")[0]},${HEIGHT} Z`}
            className="fill-accent-text/10"
          />
          <polyline
            points={points.join(" ")}
            vectorEffect="non-scaling-stroke"
            className="fill-none stroke-[1.5] stroke-accent-text"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </g>
      ))}
    </svg>
  );
}

type Point = { index: number; value: number };

/** Stretches of values without a gap. */
function runsOf(values: readonly (number | null)[]): Point[][] {
  const runs: Point[][] = [];
  let isOpen = false;
  for (const [index, value] of values.entries()) {
    if (value === null) {
      isOpen = false;
      continue;
    }
    if (!isOpen) runs.push([]);
    isOpen = true;
    runs.at(-1)?.push({ index, value });
  }
  return runs;
}
