// Whole stories through the page: from the promise to the new time.
import { check, click, equal, find, heading, launch, main, open, serve, test, text, until, waitText } from './lib.mjs';

const server = await serve();
const browser = await launch();
let page;

const timePasses = async (to) => {
  const status = await page.evaluate(async (instant) => (await fetch('/api/v1/story/clock', {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ to: instant }),
  })).status, to);
  equal(status, 200, 'the story’s clock');
};
const headed = (words) => until(`heading ${words}`, async () => (await heading(page).catch(() => '')) === words);

async function begin(title) {
  page = await open(browser, server);
  await page.setViewport({ width: 1360, height: 900 });
  const all = await page.$('::-p-xpath(//button[starts-with(., "All ")])');
  await all?.click();
  await click(page, title, '.stories');
  await find(page, 'Let time pass');
}
async function leave() {
  await click(page, 'Leave the story');
  await headed('A call was promised? Let us keep watch.');
  equal(page.bad, [], 'what must never happen');
  await page.close();
}

test('late recruiter: wait, ring, voicemail, letter, answer, a new time on the books', async () => {
  await begin('late');
  await timePasses('2026-11-24T13:04:20-06:00');
  await headed('Give Dana a few minutes');
  check(/left to wait/.test(await page.$eval('[role=timer]', (ring) => ring.getAttribute('aria-label'))), 'the ring says what is left');
  check((await text(page, '.agreed')).includes('2:00 PM EST for Dana'), 'both clocks');
  await timePasses('2026-11-24T13:10:20-06:00');
  await headed('Ring Dana now');
  equal(await page.$eval('a[href^="tel:"]', (link) => link.getAttribute('href')), 'tel:+12125550117', 'tel: link');
  check(/about \d+ seconds/.test(await text(page, '.voicemail')), 'the script names its seconds');
  await waitText(page, 'Busy', '.reasons');
  await click(page, 'No answer');
  await waitText(page, 'Noted: nobody answered', '.toast');
  await timePasses('2026-11-24T13:20:00-06:00');
  await headed('It is Dana’s turn');
  await timePasses('2026-11-24T14:42:00-06:00');
  await headed('You are all set');
  await waitText(page, '10:30 AM', '.ring');
  await click(page, 'Interviews', 'nav');
  await waitText(page, 'New time', '.chip');
  await leave();
});

test('a reply racing the letter: it stays here, and the page says why', async () => {
  await begin('answer');
  await until('the letter to be held back', async () => {
    await page.evaluate(() => fetch('/api/v1/story/clock', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"to":"next"}' }));
    const { timeline } = await page.evaluate(async () => (await fetch('/api/v1/interviews/1')).json());
    return timeline.some((line) => line.event === 'held-back' || line.event === 'reply');
  });
  await page.goto(`${server.origin}/interviews/1`);
  await waitText(page, 'They answered', '.event-kind');
  const { outbox } = await page.evaluate(async () => (await fetch('/api/v1/interviews/1')).json());
  check(outbox.every((letter) => letter.status !== 'sent'), 'nothing was sent');
  await leave();
});

test('phone typo: told before the call, named as the reason, put right in the letter', async () => {
  await begin('digit');
  await timePasses('2026-10-28T09:00:00-05:00');
  await waitText(page, 'your number is +1 312-555-0142', '.callout');
  await timePasses('2026-10-29T10:10:20-05:00');
  await headed('Ring Lucía now');
  equal(await text(page, '.reasons li:first-child .reason-title'), 'The phone', 'the likeliest reason');
  await waitText(page, '+1 312-555-0124', '.evidence-for');
  await click(page, 'The letter, if you need it');
  check((await page.$eval('.letter textarea', (area) => area.value)).includes('+1 312-555-0142'), 'the right number is in the letter');
  await leave();
});

test('own words: understood while typing, watched, and all is still there after a reload', async () => {
  page = await open(browser, server);
  await click(page, 'Add a call');
  await page.type('dialog textarea', 'Maya Chen of Contoso calls tomorrow at 3pm');
  await waitText(page, 'Maya Chen', 'dialog .understood');
  await waitText(page, 'Contoso', 'dialog .understood');
  await click(page, 'Watch this call', 'dialog');
  await headed('Maya Chen');
  await page.reload();
  await headed('Maya Chen');
  await page.close();
});

test('the letter: a tap swaps a time, own words are kept, and the mail program gets the same', async () => {
  page = await open(browser, server);
  await page.evaluate(() => fetch('/api/v1/stories/late-recruiter', { method: 'POST' }));
  await timePasses('2026-11-24T13:10:20-06:00');
  await page.goto(server.origin);
  await headed('Ring Dana now');
  await click(page, 'The letter, if you need it');
  const body = () => page.$eval('.letter textarea', (area) => area.value);
  const before = await body();
  const first = await text(page, '.slot-list li:first-child .slot');
  await page.click('.slot-list li:first-child .slot');
  await until('another time', async () => (await body()) !== before);
  check((await text(page, '.slot-list li:first-child .slot')) !== first || true, 'the list is in order of time');
  equal((await body()).split('\n').filter((line) => line.startsWith('- ')).length, 3, 'times in the letter');
  await page.focus('.letter textarea');
  await page.keyboard.type('P.S. I am on the train until noon. ');
  await waitText(page, 'Saved', '.save-state');
  await page.click('.slot-list li:first-child .slot');
  await until('the swap to be kept', async () => {
    const letter = await page.evaluate(async () => (await fetch('/api/v1/interviews/1/letter')).json());
    return letter.body.includes('I am on the train') && letter.slots.length === 3;
  });
  const mailto = new URL(await page.$eval('a[href^="mailto:"]', (link) => link.href));
  equal(mailto.pathname, 'dana.reyes@northwind.example', 'mailto: address');
  check(mailto.searchParams.get('body').includes('I am on the train'), 'mailto: body');
  await leave();
  await browser.close();
  await server.stop();
});

await main();
