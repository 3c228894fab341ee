// The server's clock: it decides, so the page counts by it and not by this device's.
import { useEffect, useState } from 'preact/hooks';

let skew = 0;

export function setServerTime(instant: string) {
  const server = Date.parse(instant);
  // Less is the way over the network; following it would make the ring jump.
  if (!Number.isNaN(server) && Math.abs(server - Date.now() - skew) > 500) skew = server - Date.now();
}

export const serverNow = () => Date.now() + skew;

/** Renders again each time another step of so many milliseconds has passed. */
export function useNow(stepMs: number): number {
  const [, wake] = useState(0);
  useEffect(() => {
    let timer = 0;
    const next = () => {
      timer = window.setTimeout(() => { wake((n) => n + 1); next(); }, stepMs - (serverNow() % stepMs) + 5);
    };
    next();
    return () => clearTimeout(timer);
  }, [stepMs]);
  return serverNow();
}
