// Every view in three widths and two themes: a picture of each, no rule of accessibility broken,
// nothing wider than the screen, nothing that jumps.
import { join } from 'node:path';
import { axe, check, click, equal, everyWay as everyWayOf, example, find, folder, heading, hush, launch, main, open, press, ready, run, screenshot, serve, still, test, waitText, world } from './lib.mjs';

const browser = await launch();
let server = await serve();
const page = await open(browser, server);
const everyWay = (name) => everyWayOf(page, name);

async function goTo(path) {
  await page.goto(server.origin + path);
  await ready(page);
}

test('nothing is watched yet: the welcome', async () => {
  await find(page, 'Watch this call');
  await everyWay('welcome');
});

test('the dialog of a promised call, with what is understood', async () => {
  await page.setViewport({ width: 1360, height: 900 });
  await click(page, 'Add a call');
  await page.type('dialog textarea', 'Dana Reyes of Northwind calls tomorrow 2pm about the Staff Engineer role, 212-555-0117, dana.reyes@northwind.example');
  await waitText(page, 'Northwind', 'dialog .understood');
  // On a phone neither the number nor the address is broken within a word.
  await page.setViewport({ width: 360, height: 740 });
  const broken = await page.$eval('dialog .understood', (box) => {
    const texts = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    const found = [];
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const range = document.createRange();
      range.selectNodeContents(node);
      if (/[@.]$|^example$|^\+1/.test(node.data) && range.getClientRects().length > 1) found.push(node.data);
    }
    return found;
  });
  equal(broken, [], 'broken within a word');
  await page.setViewport({ width: 1360, height: 900 });
  await everyWay('add');
  await page.keyboard.press('Escape');
  await page.waitForSelector('dialog[open]', { hidden: true });
});

test('waiting for the call', async () => {
  await page.setViewport({ width: 1360, height: 900 });
  await server.stop();
  const mails = ['01-intro', '02-my-answer', '03-invitation', '04-confirmation'].map((name) => `mail/${name}.eml`);
  const database = await world('late-recruiter', '2026-11-24T12:00:00-06:00', mails, ['calendar/personal.ics']);
  await run(database, '--now', '2026-11-24T12:10:00-06:00', 'add', 'Olga Petrova of Datum calls Thursday 10am ET about the Data Engineer role');
  server = await serve({ database, at: '2026-11-24T13:04:20-06:00' });
  page.server = server;
  await page.goto(server.link);
  await ready(page);
  equal(await heading(page), 'Give Dana a few minutes', 'heading');
  await everyWay('now-wait');
});

async function sleepUntil(instant) {
  await server.stop();
  await server.startAgain(instant);
  await goTo('/');
}

test('ten minutes past: ring them', async () => {
  await sleepUntil('2026-11-24T13:10:20-06:00');
  equal(await heading(page), 'Ring Dana now', 'heading');
  await everyWay('now-call');
});

test('the names of the views stand whole and apart, at any width', async () => {
  for (const [width, height] of [[320, 256], [320, 640], [390, 844], [640, 480], [700, 900], [960, 700], [1000, 700], [1024, 768], [1100, 800], [1200, 900], [1250, 900], [1360, 900]]) {
    await page.setViewport({ width, height });
    await ready(page);
    const wrong = await page.evaluate(() => {
      const boxes = [...document.querySelectorAll('.top nav a > span:first-of-type')].map((node) => node.getBoundingClientRect());
      const line = parseFloat(getComputedStyle(document.querySelector('.top nav a')).fontSize) * 2;
      return boxes.filter((box, i) => box.height > line || box.left < 0 || box.right > document.documentElement.clientWidth || (i > 0 && box.left < boxes[i - 1].right)).length;
    });
    equal(wrong, 0, `names broken, cut off or over another, ${width} by ${height}`);
    const cut = await page.evaluate(() => [...document.querySelectorAll('.top .button')].filter((node) => {
      const [box, line] = [node.getBoundingClientRect(), parseFloat(getComputedStyle(node).fontSize) * 2];
      const words = document.createRange();
      words.selectNodeContents(node);
      return box.right > document.documentElement.clientWidth || words.getBoundingClientRect().height > line;
    }).length);
    equal(cut, 0, `buttons broken or cut off, ${width} by ${height}`);
  }
});

test('the one thing to do is in sight, on the smallest screen too', async () => {
  for (const [width, height] of [[320, 640], [390, 844], [768, 1024]]) {
    await page.setViewport({ width, height });
    await ready(page);
    const hidden = await page.evaluate(() => {
      const below = Math.min(...[...document.querySelectorAll('.top .they-called, .top nav')].map((node) => node.getBoundingClientRect().top).filter((top) => top > 200), innerHeight);
      const [link, card] = ['.call-link', '.hero'].map((name) => document.querySelector(name).getBoundingClientRect());
      const within = [...document.querySelectorAll('.call-link > *')].every((node) => node.getBoundingClientRect().right <= card.right);
      return within ? link.bottom - below : Infinity;
    });
    check(hidden <= 0, `it ends ${hidden} px below what is seen, ${width} by ${height}`);
  }
});

test('a number at a view stands beside its sign', async () => {
  for (const width of [320, 360, 768, 1440]) {
    await page.setViewport({ width, height: 800 });
    await ready(page);
    const over = await page.$eval('.badge', (badge) => {
      const [own, sign] = [badge, badge.parentElement.querySelector('.icon')].map((node) => node.getBoundingClientRect());
      return own.left < sign.right && own.right > sign.left && own.top < sign.bottom && own.bottom > sign.top;
    });
    check(!over, `the number lies over the sign at ${width}`);
  }
});

test('nobody answered: the letter', async () => {
  await click(page, 'No answer');
  await hush(page); // before it goes by itself
  await page.waitForSelector('.letter textarea');
  await everyWay('now-letter');
});

for (const [name, path] of [
  ['interviews', '/interviews'], ['interview', '/interviews/1'], ['calendar', '/calendar'], ['search', '/search'],
  ['settings', '/settings'], ['nothing-here', '/interviews/4711'],
])
  test(`view: ${name}`, async () => {
    await goTo(path);
    await still(page);
    if (name === 'nothing-here') await find(page, 'To what is now', 'main');
    await everyWay(name);
  });

test('an address with a slip in it leads to a page that says so', async () => {
  for (const path of ['/interview', '/search/nowhere', '/interviews/one', '/calendar/']) {
    const response = await page.goto(server.origin + path);
    equal(response.status(), 404, path);
    await ready(page);
    equal(await heading(page), 'There is nothing here', path);
    await find(page, 'To what is now', 'main');
  }
});

test('names of any script begin where they begin, and end in dots where there is no room', async () => {
  await page.setViewport({ width: 1360, height: 900 });
  const name = 'محمد عبد الرحمن الفهيم المتقدم';
  const invite = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'METHOD:REQUEST', 'BEGIN:VEVENT', 'UID:far@example.org', 'DTSTAMP:20261120T100000Z',
    'DTSTART:20261127T190000Z', 'DTEND:20261127T192000Z', 'SUMMARY:Interview', `ORGANIZER;CN="${name}":mailto:m@fabrikam.example`,
    'ATTENDEE:mailto:jordan.ellis@example.com', 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');
  const status = await page.evaluate(async (body) => (await fetch('/api/v1/import?name=far.ics', { method: 'POST', body })).status, invite);
  equal(status, 200, 'import');
  await goTo('/calendar');
  await still(page);
  const shown = await page.evaluate((who) => {
    const title = [...document.querySelectorAll('.block-title')].find((node) => node.textContent === who);
    const { direction, textOverflow } = getComputedStyle(title);
    const [box, block] = [title.getBoundingClientRect(), title.closest('.block').getBoundingClientRect()];
    return { direction, textOverflow, cut: title.scrollWidth > title.clientWidth, inside: box.right <= block.right && box.left >= block.left };
  }, name);
  equal(shown, { direction: 'rtl', textOverflow: 'ellipsis', cut: true, inside: true }, 'the name in the calendar');
});

test('what needs the candidate is told the nearest first', async () => {
  await page.setViewport({ width: 1360, height: 900 });
  const database = join(folder, 'nearest.db');
  await run(database, 'setup', example('late-recruiter', 'profile.ini'));
  for (const [who, at] of [['Olga', '2026-11-20T09:00:00-06:00'], ['Ana', '2026-11-24T12:30:00-06:00'], ['Kim', '2026-11-23T10:00:00-06:00'], ['Lee', '2026-11-24T12:57:00-06:00']])
    await run(database, '--now', '2026-11-19T12:00:00-06:00', 'add', `${who} of Datum calls ${at}`);
  const other = await serve({ database, at: '2026-11-24T13:00:00-06:00' });
  const list = await open(browser, other, '/interviews');
  await still(list);
  const names = await list.$$eval('[aria-labelledby="group-Needs you"] strong', (nodes) => nodes.map((node) => node.textContent));
  equal(names, ['Lee', 'Ana', 'Kim', 'Olga'], 'order');
  await list.close();
  await other.stop();
});

test('a page left open over midnight says that tomorrow has become today', async () => {
  await page.setViewport({ width: 1360, height: 900 });
  const database = join(folder, 'midnight.db');
  await run(database, 'setup', example('late-recruiter', 'profile.ini'));
  await run(database, '--now', '2026-11-24T12:00:00-06:00', 'add', 'Olga Petrova of Datum calls 2026-11-25T09:00:00-06:00, 212-555-0117');
  const other = await serve({ database, at: '2026-11-24T20:00:00-06:00' });
  const left = await open(browser, other);
  await waitText(left, 'Tomorrow, 9:00 AM', '.agreed');
  await other.stop(); // it must know by itself
  await waitText(left, 'Crickets is out of reach', '.banner'); // no answer on its way sets its clock any more
  await left.evaluate(() => {
    const { now } = Date;
    Date.now = () => now() + 5 * 3600_000;
    document.dispatchEvent(new Event('visibilitychange')); // it looks up
  });
  await waitText(left, 'Today, 9:00 AM', '.agreed');
  equal(left.bad, [], 'what must never happen');
  await left.close();
});

test('a phone gets its secret address, once, and is forgotten', async () => {
  await page.setViewport({ width: 1360, height: 900 });
  await goTo('/settings');
  await page.waitForSelector('#phone input[type=text]');
  await click(page, 'Make its secret address', '#phone');
  await page.waitForSelector('#phone svg.qr');
  await waitText(page, '/hook/call?device=my-phone', '#phone');
  await waitText(page, 'Not heard yet', '#phone');
  await screenshot(page, 'settings-phone-made'); // no resizing: that would load the page anew
  equal(await axe(page), [], 'settings-phone-made');
  await click(page, 'Done', '#phone');
  await press(await page.$('#phone label:nth-of-type(3) input[type=radio]')); // what was above it has just gone
  await page.waitForSelector('#phone input[type=password]');
  await click(page, 'Forget', '#phone');
  await click(page, 'Yes, forget it', '#phone');
  await page.waitForFunction(() => !document.querySelector('#phone')?.innerText.includes('Not heard yet'));
});

test('nothing jumps while a view is drawn', async () => {
  for (const width of [390, 1360])
    for (const path of ['/', '/interviews', '/interviews/1', '/search']) {
      await page.setViewport({ width, height: 844 });
      await goTo(path);
      const moved = await page.evaluate(() => new Promise((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value; })
          .observe({ type: 'layout-shift', buffered: true });
        requestAnimationFrame(() => setTimeout(() => resolve(sum), 0));
      }));
      check(moved < 0.02, `${path} at ${width}: layout shift ${moved}`);
    }
});

test('motion is shown only to those who like it', async () => {
  await goTo('/');
  const moving = await page.evaluate(() => document.getAnimations().length);
  equal(moving, 0, 'animations with reduced motion');
});

test('no error, no dialog, no foreign request, no broken rule', async () => {
  equal(page.bad, [], 'what must never happen');
  await browser.close();
  await server.stop();
});

await main();
