import { render } from 'preact';
import { setServerTime } from './clock';
import { give } from './documents';
import { keep } from './kept';
import { fetchLater } from './later';
import { startLive } from './live';
import { startNotifications } from './notify';
import { Entry } from './entry';
import './install';

/** What the program wrote into the page, see src/api/front.c. */
function takeDocument() {
  const { textContent, dataset } = document.getElementById('document') ?? {};
  if (!textContent || !dataset) return;
  const [visit] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  setServerTime(dataset['now'] ?? '', performance.timeOrigin + (visit?.responseStart ?? performance.now()));
  give('now', JSON.parse(textContent), Number(dataset['version']) || null);
  if ('caches' in window) void keep('/api/v1/now', textContent, new Headers({ 'content-type': 'application/json' })).catch(() => undefined);
}

takeDocument();
const page = document.getElementById('page');
if (page) {
  page.textContent = '';
  render(<Entry />, page);
}
startLive();
startNotifications();
fetchLater();

if ('serviceWorker' in navigator) {
  // The one address that may become a worker, where the browser demands that it be said.
  const policy = (window as unknown as { trustedTypes?: { createPolicy(name: string, rules: object): { createScriptURL(url: string): string } } })
    .trustedTypes?.createPolicy('crickets', { createScriptURL: (url: string) => { if (url !== '/sw.js') throw new TypeError(url); return url; } });
  navigator.serviceWorker.register(policy ? policy.createScriptURL('/sw.js') : '/sw.js').catch(() => undefined);
}
