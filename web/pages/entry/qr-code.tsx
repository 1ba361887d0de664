import { encode } from "uqr"

export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { border: 0 })
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join("")
  return (
    <div class="qr">
      <svg
        role="img"
        aria-label={label}
        width="160"
        height="160"
        viewBox={`0 0 ${size} ${size}`}
        shape-rendering="crispEdges"
      >
        <path d={path} />
      </svg>
    </div>
  )
}
