// The server's clock: it decides, so the page counts by it and not by this device's.
import { useEffect, useState } from 'preact/hooks';

let skew = 0;

/** heard: when, by this device's clock. */
export function setServerTime(instant: string, heard = Date.now()) {
  const server = Date.parse(instant);
  // Less is the way over the network; following it would make the ring jump.
  if (!Number.isNaN(server) && Math.abs(server - heard - skew) > 500) skew = server - heard;
}

/** A moment of this device's clock, by the server's. */
export const byServer = (moment: number) => moment + skew;

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
