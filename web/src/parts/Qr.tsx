// An address as a QR code, so that a phone need not have it typed in.
import { encode } from 'uqr';

const QUIET_ZONE = 4; // modules of white around it, as the standard asks

export function Qr({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: 0 });
  const squares: string[] = [];
  data.forEach((row, y) => row.forEach((dark, x) => { if (dark) squares.push(`M${x} ${y}h1v1h-1z`); }));
  const side = size + 2 * QUIET_ZONE;
  return (
    <svg class="qr" viewBox={`${-QUIET_ZONE} ${-QUIET_ZONE} ${side} ${side}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect x={-QUIET_ZONE} y={-QUIET_ZONE} width={side} height={side} fill="#fff" />
      <path d={squares.join('')} fill="#000" />
    </svg>
  );
}
