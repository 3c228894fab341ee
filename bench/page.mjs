// How soon the page shows its advice: sh tests/web/run.sh ../../bench/page.mjs build/release/src/cmd/crickets
// A browser that has nothing yet opens Now and, in turn, an empty page of a bare server: what the browser and the
// machine take anyway. The times are from the navigation to the first frame that shows the advice (the browser's own first
// contentful paint, where the heading stood there before it), and to the one in which the script has taken the page
// over, so that its buttons do something.
import { createServer } from 'node:http';
import { launch, open, serve, world } from '../tests/web/lib.mjs';

const ROUNDS = 15;
const mails = ['01-intro', '02-my-answer', '03-invitation', '04-confirmation'].map((name) => `mail/${name}.eml`);
const server = await serve({ database: await world('late-recruiter', '2026-11-24T12:00:00-06:00', mails), at: '2026-11-24T13:10:20-06:00' });
const empty = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>.</title><main><h1>Ring Dana now</h1></main>'));
await new Promise((resolve) => empty.listen(0, '127.0.0.1', resolve));
const browser = await launch();
await open(browser, server); // the link opens the door, once
const cookies = await browser.cookies();

async function once(origin) {
  const fresh = await browser.createBrowserContext();
  await fresh.setCookie(...cookies);
  const page = await fresh.newPage();
  const client = await page.createCDPSession();
  await client.send('Network.enable');
  const asked = new Set();
  let bytes = 0;
  client.on('Network.requestWillBeSent', ({ requestId, request }) => { if (request.url.startsWith(origin)) asked.add(requestId); });
  client.on('Network.loadingFinished', ({ encodedDataLength }) => { bytes += encodedDataLength; });
  await page.evaluateOnNewDocument(() => {
    requestAnimationFrame(function look(frame) {
      if (!document.querySelector('main h1')) requestAnimationFrame(look);
      else requestAnimationFrame((next) => {
        const tell = (paint) => { window.shownAt = paint.startTime >= frame ? paint.startTime : next; };
        new PerformanceObserver((list) => list.getEntriesByName('first-contentful-paint').forEach(tell)).observe({ type: 'paint', buffered: true });
      });
    });
    requestAnimationFrame(function look() {
      if (document.querySelector('main h1[tabindex], body:not(:has(#page)) h1')) requestAnimationFrame(() => setTimeout(() => { window.handyAt = performance.now(); }, 0));
      else requestAnimationFrame(look);
    });
  });
  await page.goto(origin);
  const [shown, handy] = await (await page.waitForFunction(() => window.shownAt && window.handyAt && [window.shownAt, window.handyAt])).jsonValue();
  const seen = { shown, handy, requests: asked.size, bytes };
  await fresh.close();
  return seen;
}

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const rounds = { page: [], empty: [] };
for (let i = 0; i < ROUNDS; i++) {
  rounds.empty.push(await once(`http://127.0.0.1:${empty.address().port}`));
  rounds.page.push(await once(server.origin));
}
for (const [name, list] of Object.entries(rounds)) {
  const [shown, handy] = ['shown', 'handy'].map((what) => list.map((one) => one[what]));
  console.log(`${name.padEnd(6)} ${median(shown).toFixed(0)} ms to its advice (least ${Math.min(...shown).toFixed(0)}), ${median(handy).toFixed(0)} until it can be used (${Math.min(...handy).toFixed(0)}), ${median(list.map((one) => one.requests))} requests, ${median(list.map((one) => one.bytes))} bytes until then`);
}
const ratio = (what) => median(rounds.page.map((one, i) => one[what] / rounds.empty[i].shown)).toFixed(2);
console.log(`ratio  round by round ${ratio('shown')}, until it can be used ${ratio('handy')}`);
await browser.close();
empty.close();
await server.stop();
process.exit(0);
