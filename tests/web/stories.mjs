// Whole stories through the page: from the promise to the new time.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { check, click, equal, example, find, folder, heading, hush, launch, main, open, press, ready, run, serve, startMail, test, text, until, waitText, world } from './lib.mjs';

const browser = await launch();
let server;
let page;

const headed = (words) => until(`the heading "${words}"`, async () => (await heading(page).catch(() => '')) === words);
const letter = () => page.$eval('.letter textarea', (area) => area.value);
const times = (body) => body.split('\n').filter((line) => line.startsWith('- '));

async function begin(database, at, connections) {
  server = await serve({ database, at, connections });
  page = await open(browser, server);
  await page.setViewport({ width: 1360, height: 900 });
}

/** Sleeps through to another hour, as a laptop does. */
async function sleepUntil(instant) {
  await server.stop();
  await server.startAgain(instant);
  await page.reload();
  await ready(page);
}

/** Brings a file as a person does: by the button of the dialog. */
async function bring(file) {
  await click(page, 'Add a call');
  const picker = await page.waitForSelector('dialog input[type=file]');
  await picker.uploadFile(file);
  await page.waitForSelector('dialog .imported > li');
  const told = await text(page, 'dialog .imported');
  await click(page, 'Good', 'dialog');
  await page.waitForSelector('dialog[open]', { hidden: true });
  return told;
}

/** In the page: what it reads comes only when the letter has begun anew, one after another; read gives the letter after each. */
function lateReads() {
  const { fetch } = window;
  const held = [];
  let tell;
  window.read = new Promise((resolve) => { tell = resolve; });
  const release = async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const bodies = [];
    while (held.length) {
      held.shift()();
      await frame().then(frame);
      bodies.push(document.querySelector('.letter textarea').value);
    }
    window.fetch = fetch;
    tell(bodies);
  };
  window.fetch = async (path, options = {}) => {
    const turn = !options.method && new Promise((resolve) => held.push(resolve));
    const answer = await fetch(path, options);
    await turn;
    if (options.method === 'DELETE') setTimeout(() => void release());
    return answer;
  };
}

/** In the page: another hand's letter is shown, and before it could be read a letter is typed. */
function typeAsItComes() {
  const area = document.querySelector('.letter textarea');
  window.typed = new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      observer.disconnect();
      area.setRangeText('X', 0, 0, 'end');
      area.dispatchEvent(new InputEvent('input', { bubbles: true }));
      resolve();
    });
    observer.observe(document.querySelector('.letter .actions'), { childList: true }); // it can be begun anew
  });
}

async function end() {
  equal(page.bad, [], 'what must never happen');
  await page.close();
  await server.stop();
}

test('a number that is learnt later is kept, shown and rung with its extension', async () => {
  const database = join(folder, 'later.db');
  await run(database, 'setup', example('late-recruiter', 'profile.ini'));
  await run(database, '--now', '2026-11-24T12:00:00-06:00', 'add', 'Olga of Datum calls 2026-11-24T13:00:00-06:00, olga@datum.example');
  await begin(database, '2026-11-24T13:10:20-06:00');
  await page.goto(`${server.origin}/interviews/1`);
  await click(page, 'Add their number');
  await page.type('dialog input', '(212) 555-0117, 12');
  await click(page, 'Keep it', 'dialog');
  await waitText(page, '+1 212-555-0117 ext. 12', 'main');
  await page.goto(server.origin);
  equal(await (await page.waitForSelector('a[href^="tel:"]')).evaluate((link) => link.getAttribute('href')), 'tel:+12125550117,12', 'tel: link');
  await end();
});

test('late recruiter: wait, ring, voicemail, letter, answer, and a new time on the books', async () => {
  const mails = ['01-intro', '02-my-answer', '03-invitation', '04-confirmation'].map((name) => `mail/${name}.eml`);
  const database = await world('late-recruiter', '2026-11-24T12:00:00-06:00', mails, ['calendar/personal.ics']);
  await begin(database, '2026-11-24T13:04:20-06:00');
  await headed('Give Dana a few minutes');
  check(/left to wait/.test(await page.$eval('[role=timer]', (ring) => ring.getAttribute('aria-label'))), 'the ring says what is left');
  check((await text(page, '.agreed')).includes('2:00 PM EST for Dana'), 'both clocks');
  const before = await text(page, '.ring-big');
  await until('the ring to count', async () => (await text(page, '.ring-big')) !== before);

  await sleepUntil('2026-11-24T13:10:20-06:00');
  await headed('Ring Dana now');
  await waitText(page, 'The clock was set forward', '.banner'); // and nothing confirms the new time
  await click(page, 'All is right, go on', '.banner');
  await page.waitForFunction(() => !document.querySelector('.banner'));
  await hush(page);
  equal(await page.$eval('a[href^="tel:"]', (link) => link.getAttribute('href')), 'tel:+12125550117', 'tel: link');
  check(/about \d+ seconds/.test(await text(page, '.voicemail')), 'the script names its seconds');
  equal(await text(page, '.reasons > li:first-child .reason-title'), 'Busy', 'the likeliest reason');

  await click(page, 'The letter, if you need it');
  await page.focus('.letter textarea');
  await page.keyboard.type('Hel');
  await waitText(page, 'Saved', '.save-state'); // which ends it with a line; the caret stays in this one
  await page.evaluate(() => fetch('/api/v1/interviews/1/acts', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"act":"no-answer"}' }));
  await headed('Write to Dana');
  await page.keyboard.type('ta'); // under their hands it became wanted: no letter is a command
  check((await letter()).endsWith('Helta'), `who writes keeps their place: ${await letter()}`);
  for (let n = 0; n < 5; n++) await page.keyboard.press('Backspace');
  await waitText(page, 'Saved', '.save-state');
  await find(page, 'Start anew', '.letter');
  await server.silent(async () => { // what is still being kept does not come back
    const asked = page.waitForRequest((request) => request.method() === 'PUT' && request.url().endsWith('/letter'));
    await page.focus('.letter textarea');
    await page.keyboard.type('Never mind');
    await asked;
    await page.evaluate(lateReads);
    await click(page, 'Start anew', '.letter');
  });
  check(!(await page.evaluate(() => window.read)).some((body) => body.includes('Never mind')), 'what was read before it began anew is not laid over it');
  await page.waitForFunction(() => document.querySelector('.save-state').textContent === '');
  check(!/Hel|Never mind/.test(await letter() + (await page.evaluate(async () => (await fetch('/api/v1/interviews/1/letter')).json())).body), 'the letter is as it was');
  await page.evaluate(typeAsItComes);
  await page.evaluate(async (body) => fetch('/api/v1/interviews/1/letter', { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ body }) }), `${await letter()}From the other window`);
  await page.evaluate(() => window.typed);
  await waitText(page, 'Saved', '.save-state');
  check((await letter()).startsWith('X'), 'what is typed as another letter comes is not lost');
  await click(page, 'Start anew', '.letter');
  await until('the letter to begin anew', async () => !(await letter()).startsWith('X'));
  const written = await letter();
  equal(times(written).length, 3, 'times in the letter');
  await press(await page.waitForSelector('.slot-list li:first-child .slot'));
  await until('another time', async () => times(await letter()).join() !== times(written).join() && times(await letter()).length === 3);
  await page.focus('.letter textarea');
  await page.keyboard.type('P.S. I am on the train until noon.');
  await waitText(page, 'Saved', '.save-state');
  await server.silent(async () => { // what is typed while the letter is being kept
    const asked = page.waitForRequest((request) => request.method() === 'PUT' && request.url().endsWith('/letter'));
    await page.keyboard.type(' Or call me,');
    await asked;
    await page.keyboard.type(' that works too.');
  });
  const whole = (body) => body.replace(/\s+/g, ' ').includes('until noon. Or call me, that works too.');
  await until('all of it to be kept', async () => whole((await page.evaluate(async () => (await fetch('/api/v1/interviews/1/letter')).json())).body));
  check(whole(await letter()), 'and it stands there');
  await press(await page.waitForSelector('.slot-list li:nth-child(2) .slot'));
  await until('words and times to be kept', async () => {
    const kept = await page.evaluate(async () => (await fetch('/api/v1/interviews/1/letter')).json());
    return kept.body.includes('I am on the train') && times(kept.body).join() === times(await letter()).join() && kept.slots.length === 3 && kept.edited;
  });
  const mailto = new URL(await page.$eval('a[href^="mailto:"]', (link) => link.href));
  equal(mailto.pathname, 'dana.reyes@northwind.example', 'mailto: address');
  equal(mailto.searchParams.get('body').replace(/\r\n/g, '\n'), await letter(), 'mailto: body');
  await click(page, 'I have sent it');
  await headed('It is Dana’s turn');

  await sleepUntil('2026-11-24T14:42:00-06:00');
  const told = await bring(example('late-recruiter', 'mail/05-apology.eml'));
  check(told.includes('1 new call to watch') && told.includes('They answered:') && told.includes('New time:'), `what the file led to: ${told}`);
  check((await bring(example('late-recruiter', 'mail/05-apology.eml'))).includes('1 known already'), 'the same again is nothing new');
  await headed('You are all set');
  await waitText(page, '10:30 AM', '.ring');
  await click(page, 'Interviews', 'nav');
  await waitText(page, 'New time', '.chip');
  await page.goto(`${server.origin}/interviews/1`);
  await waitText(page, 'They answered', '.event-kind');
  await waitText(page, 'See the new time');
  await end();
});

test('the letter is sent from the page', async () => {
  const mails = ['01-intro', '02-my-answer', '03-invitation', '04-confirmation'].map((name) => `mail/${name}.eml`);
  const database = await world('late-recruiter', '2026-11-24T12:00:00-06:00', mails, ['calendar/personal.ics']);
  const mailServers = await startMail();
  await begin(database, '2026-11-24T13:10:20-06:00', mailServers.connections);
  await headed('Ring Dana now');
  await page.evaluate(() => fetch('/api/v1/policy', { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: '{"autopilot":false}' }));
  await click(page, 'No answer');
  await headed('Write to Dana');
  const written = await letter();
  // It is changed elsewhere, and sent before the page has heard of that: what they have not read does not go out.
  const put = (body) => page.evaluate((text) => fetch('/api/v1/interviews/1/letter', { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ body: text }) }).then((answer) => answer.ok), body);
  const real = await page.evaluateHandle(() => {
    const { fetch } = window;
    const late = () => new Promise((go) => setTimeout(go, 3_000));
    window.fetch = (path, ...more) => (String(path).endsWith('/now') ? late().then(() => fetch(path, ...more)) : fetch(path, ...more));
    return fetch;
  });
  check(await put('Hello Dana,\nthis was written on the phone.'), 'the change');
  await page.evaluate(() => [...document.querySelectorAll('.letter button')].find((one) => one.innerText.includes('Send to Dana')).click());
  await waitText(page, 'it was not sent', '.letter');
  await until('how it reads now', async () => (await letter()).includes('written on the phone'));
  await page.evaluate((fetch) => { window.fetch = fetch; }, real);
  check(await put(written), 'as it was');
  await until('how it reads again', async () => (await letter()).trim() === written.trim());
  await click(page, 'Send to Dana', '.letter');
  await waitText(page, 'Your letter is on its way', '.toast');
  await headed('It is Dana’s turn');
  await end();
  const sent = await mailServers.stop();
  equal(sent.length, 1, 'letters');
  check(/^To: .*dana\.reyes@northwind\.example/mi.test(sent[0]) && sent[0].includes(written.split('\n')[0]), sent[0]);
});

test('a story: begun at the welcome, wound on until it is told, left', async () => {
  await begin(undefined, undefined);
  await headed('A call was promised? Let us keep watch.');
  await click(page, 'They said they would call at one');
  await waitText(page, 'Its clock says', '.banner-story');
  await headed('Give Dana a few minutes');
  const shown = new Set();
  for (;;) {
    shown.add(await heading(page));
    const button = await page.waitForSelector('.banner-story button:first-of-type');
    if ((await button.evaluate((node) => node.innerText)).includes('The story is told')) break;
    const before = await text(page, '.banner-story span');
    await click(page, 'Let time pass', '.banner-story');
    await until('time to pass', async () => (await text(page, '.banner-story')).includes('The story is told') || (await text(page, '.banner-story span')) !== before);
  }
  check(shown.has('Ring Dana now'), `the headings: ${[...shown].join(', ')}`);
  await click(page, 'Leave the story', '.banner-story');
  await headed('A call was promised? Let us keep watch.');
  await end();
});

test('a reply racing the letter: it stays here, the page turns to the answer', async () => {
  const database = await world('answer-before-send', '2026-11-10T15:00:00-05:00', ['mail/01-invitation.eml', 'mail/02-see-you.eml']);
  const { interviews: [watched] } = JSON.parse(await run(database, '--now', '2026-11-10T15:00:00-05:00', '--json', 'list'));
  const missed = new Date(Date.parse(watched.start) + 12 * 60_000).toISOString();
  await begin(database, missed);
  const name = watched.contact.name.split(' ')[0];
  if ((await heading(page)).startsWith('Ring')) await click(page, 'No answer');
  await headed(`Write to ${name}`);
  // The answer is in before the page hears of it: it still shows the letter.
  const client = await page.createCDPSession();
  await client.send('Network.enable');
  await client.send('Network.setBlockedURLs', { urls: ['*/api/v1/now'] });
  await run(database, '--now', missed, 'import', example('answer-before-send', 'mail/03-just-in-time.eml'));
  const status = await page.evaluate(async () => (await fetch('/api/v1/interviews/1/send', { method: 'POST' })).status);
  check(status === 409 || status === 422, `sending after the answer: ${status}`);
  equal(await heading(page), `Write to ${name}`, 'what the page still shows');
  await client.send('Network.setBlockedURLs', { urls: [] });
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await until('the page to turn', async () => !(await heading(page).catch(() => 'Write')).startsWith('Write'));
  await page.goto(`${server.origin}/interviews/1`);
  await waitText(page, 'They answered', '.event-kind');
  const { outbox } = await page.evaluate(async () => (await fetch('/api/v1/interviews/1')).json());
  check(outbox.every((one) => one.status !== 'sent'), 'nothing was sent');
  await end();
});

test('an address that is learnt once the call was missed: kept from the letter, and what is no address is said beside it', async () => {
  const database = join(folder, 'no-address.db');
  await run(database, 'setup', example('late-recruiter', 'profile.ini'));
  await run(database, '--now', '2026-11-24T11:00:00-06:00', 'add', 'Kim of Contoso calls 2026-11-24T12:00:00-06:00');
  await begin(database, '2026-11-24T12:12:00-06:00');
  await headed('Your letter waits for you');
  await click(page, 'Add it', '.letter');
  await page.type('dialog input', 'kim@');
  await page.keyboard.press('Enter');
  await waitText(page, 'neither an e-mail address', 'dialog [role=alert]');
  await page.type('dialog input', 'contoso.example');
  await page.keyboard.press('Enter');
  await page.waitForSelector('dialog[open]', { hidden: true });
  await headed('Write to Kim');
  await waitText(page, 'kim@contoso.example', '.envelope');
  check(!(await text(page, '.hero')).includes('no address'), 'what to do is told anew');
  await end();
});

test('they called: a second tap is not taken for the next call', async () => {
  const database = join(folder, 'two.db');
  await run(database, 'setup', example('late-recruiter', 'profile.ini'));
  for (const [who, at] of [['Kim of Contoso', '12:00'], ['Lee of Datum', '12:30']])
    await run(database, '--now', '2026-11-24T11:00:00-06:00', 'add', `${who} calls 2026-11-24T${at}:00-06:00, 212-555-0117`);
  await begin(database, '2026-11-24T12:42:00-06:00');
  await headed('Ring Lee now');
  await click(page, 'They called', '.top');
  await until('the other call', async () => (await text(page, '.who').catch(() => '')).startsWith('Kim'));
  check(await page.$eval('.they-called button', (button) => button.disabled), 'it rests for a moment');
  await page.waitForSelector('.they-called button:not(:disabled)');
  await end();
});

test('a no: nothing is asked any more, and a thank-you is there for who likes to send one', async () => {
  const mails = ['01-intro', '02-my-answer', '03-invitation', '04-confirmation'].map((name) => `mail/${name}.eml`);
  const no = join(folder, 'no.eml');
  await writeFile(no, ['From: Dana Reyes <dana.reyes@northwind.example>', 'To: jordan.ellis@example.com', 'Subject: Re: Staff Engineer at Northwind',
    'Date: Tue, 24 Nov 2026 13:40:00 -0600', 'Message-ID: <no@northwind.example>', '', 'Hi Jordan,', '',
    'Unfortunately we have decided to move forward with another candidate.', '', 'Dana', ''].join('\n'));
  await begin(await world('late-recruiter', '2026-11-24T12:00:00-06:00', mails, ['calendar/personal.ics']), '2026-11-24T13:50:00-06:00');
  await bring(no);
  await page.goto(`${server.origin}/interviews/1`);
  await ready(page);
  check(!(await page.$('.thanks pre')), 'it is written when it is asked for');
  await click(page, 'A short thank-you, if you like');
  await waitText(page, 'Thank you for letting me know about the Staff Engineer role', '.thanks pre');
  const mailto = new URL(await page.$eval('a[href^="mailto:"]', (link) => link.href));
  equal(mailto.pathname, 'dana.reyes@northwind.example', 'mailto: address');
  check(mailto.searchParams.get('body').includes('Jordan Ellis'), 'mailto: body');
  await end();
});

test('phone typo: told before the call, named as the reason, put right in the letter', async () => {
  const database = await world('phone-typo', '2026-10-28T08:00:00-05:00', ['mail/01-agreed.eml', 'invites/wingtip.ics']);
  await begin(database, '2026-10-28T09:00:00-05:00');
  await waitText(page, 'your number is +1 312-555-0142', '.callout');
  await sleepUntil('2026-10-29T10:10:20-05:00');
  await headed('Ring Lucía now');
  equal(await text(page, '.reasons > li:first-child .reason-title'), 'The phone', 'the likeliest reason');
  await waitText(page, '+1 312-555-0124', '.evidence-for');
  await click(page, 'The letter, if you need it');
  check((await letter()).includes('the best number to reach me is +1 312-555-0142'), 'the right number is in the letter');
  await end();
});

test('own words: understood while typing, watched, taken back, still there after a reload', async () => {
  await begin(undefined, undefined);
  await headed('A call was promised? Let us keep watch.');
  await click(page, 'Add a call');
  await page.type('dialog textarea', 'Maya Chen of Contoso calls tomorrow at 3pm');
  await waitText(page, 'Maya Chen', 'dialog .understood');
  await waitText(page, 'Contoso', 'dialog .understood');
  await click(page, 'Watch this call', 'dialog');
  await headed('Maya Chen');
  await page.reload();
  await headed('Maya Chen');
  await click(page, 'Something else happened');
  await click(page, 'It is cancelled');
  await waitText(page, 'Cancelled', '.chip');
  await click(page, 'Undo', '.toast');
  await waitText(page, 'Coming up', '.chip');
  await click(page, 'A new time');
  await page.waitForSelector('dialog input[type=text]', { visible: true });
  await page.type('dialog input[type=text]', 'in two days at 10:30 am');
  await waitText(page, '10:30 UTC', 'dialog .understood'); // a zone of no country counts to 24
  await click(page, 'Put it on the books', 'dialog');
  await waitText(page, '10:30 UTC', '.facts');
  await waitText(page, 'Moved', '.event-kind');
  await end();
});

test('an answer that was not heard: who asks the same again has it done once', async () => {
  await begin(undefined, undefined);
  await click(page, 'Add a call');
  await page.type('dialog textarea', 'Maya Chen of Contoso calls tomorrow at 3pm');
  await waitText(page, 'Contoso', 'dialog .understood');
  await page.evaluate(() => {
    const { fetch } = window;
    window.fetch = async (path, options = {}) => {
      const answer = await fetch(path, options);
      if (options.method !== 'POST') return answer;
      window.fetch = fetch;
      const problem = { status: 503, code: 'not-heard', title: 'Busy', detail: 'It may have been kept.' };
      return new Response(JSON.stringify(problem), { status: 503, headers: { 'Content-Type': 'application/problem+json' } });
    };
  });
  await click(page, 'Watch this call', 'dialog');
  await waitText(page, 'It may have been kept.', '.toast');
  await click(page, 'Watch this call', 'dialog');
  await waitText(page, 'Watching.', '.toast'); // and not that it was there already
  await headed('Maya Chen');
  const { interviews } = await page.evaluate(async () => (await fetch('/api/v1/interviews')).json());
  equal(interviews.length, 1, 'calls that are watched');
  await end();
});

test('a server that hangs: it is said, nothing is lost, and pressed again it is done once', async () => {
  await begin(undefined, undefined);
  await click(page, 'Add a call');
  await page.type('dialog textarea', 'Maya Chen of Contoso calls tomorrow at 3pm');
  await waitText(page, 'Contoso', 'dialog .understood');
  await server.silent(async () => {
    await click(page, 'Watch this call', 'dialog');
    await waitText(page, 'Crickets does not answer. What you wrote is still here', '.toast');
    equal(await page.$eval('dialog textarea', (area) => area.value), 'Maya Chen of Contoso calls tomorrow at 3pm', 'what was written');
    await page.waitForFunction(() => !document.querySelector('dialog [type=submit]').disabled);
  });
  await until('it to be heard', async () => {
    await page.evaluate(() => document.querySelector('dialog[open] [type=submit]:not(:disabled)')?.click());
    return (await heading(page).catch(() => '')) === 'Maya Chen';
  });
  const { interviews } = await page.evaluate(async () => (await fetch('/api/v1/interviews')).json());
  equal(interviews.length, 1, 'calls that are watched');
  await end();
});

test('a letter that could not be kept is kept by itself once the server answers', async () => {
  const mails = ['01-intro', '02-my-answer', '03-invitation', '04-confirmation'].map((name) => `mail/${name}.eml`);
  const database = await world('late-recruiter', '2026-11-24T12:00:00-06:00', mails, ['calendar/personal.ics']);
  await run(database, '--now', '2026-11-24T13:12:00-06:00', 'log', '1', 'no-answer');
  await begin(database, '2026-11-24T13:13:00-06:00');
  await headed('Write to Dana');
  await server.silent(async () => {
    await page.focus('.letter textarea');
    await page.keyboard.type('P.S. I am on the train.');
    await waitText(page, 'Not saved yet', '.save-state');
  });
  await waitText(page, 'Saved', '.save-state');
  const kept = await page.evaluate(async () => (await fetch('/api/v1/interviews/1/letter')).json());
  check(kept.body.includes('P.S. I am on the train.'), `it is kept: ${kept.body}`);
  await end();
});

test('settings: a mailbox that does not answer, and the calendar of calls', async () => {
  await begin(undefined, undefined);
  await page.goto(`${server.origin}/settings`);
  await click(page, 'Mailbox', '#connections');
  await page.waitForSelector('dialog input[type=email]', { visible: true });
  await page.type('dialog input[type=email]', 'jordan@gmial.com');
  await page.type('dialog input[type=password]', 'a secret');
  await click(page, 'Connect', 'dialog form');
  await waitText(page, 'Did you mean jordan@gmail.com?', 'dialog');
  await press(await page.$('dialog summary'));
  await page.type('dialog input[placeholder="imaps://imap.example.com"]', 'imaps://127.0.0.1:9');
  await click(page, 'No, as I wrote it', 'dialog form');
  await waitText(page, 'It does not work yet', 'dialog');
  await click(page, 'Keep it nevertheless', 'dialog');
  await waitText(page, '127.0.0.1:9', '.connection');
  await click(page, 'Try it now', '.connection');
  await page.waitForSelector('.connection .checks li');
  await waitText(page, 'Not fine', '.connection .checks');
  await click(page, 'Forget', '.connection');
  await click(page, 'Yes, forget it', '.connection');
  await page.waitForFunction(() => !document.querySelector('#connections .connection'));
  await hush(page);
  await click(page, 'Make its secret address', '#feed');
  await page.waitForSelector('#feed [role=status] svg[role=img]');
  const feed = await page.evaluate(async (url) => (await fetch(url)).text(), new URL(await text(page, '#feed dd')).href);
  check(feed.startsWith('BEGIN:VCALENDAR'), feed);
  await click(page, 'Close it', '#feed');
  await click(page, 'Yes, close it', '#feed');
  await waitText(page, 'its address no longer works', '.toast');
  await end();
});

test('settings: who you are, the minutes, autopilot with its promises, all data along, all erased', async () => {
  await begin(undefined, undefined);
  await page.goto(`${server.origin}/settings`);
  await find(page, 'Save', '#you');
  await page.waitForFunction(() => !document.querySelector('#you button[type=submit]').disabled);
  await page.type('#you input[autocomplete=name]', 'Jordan Ellis');
  await page.type('#you textarea', 'jordan.ellis@example.com');
  await page.type('#you input[type=tel]', '(312) 555-0142');
  await page.type('#you input[autocomplete=country]', 'us');
  await click(page, 'Save', '#you');
  await waitText(page, 'Saved', '.toast');
  const profile = await page.evaluate(async () => (await fetch('/api/v1/profile')).json());
  equal([profile.name, profile.phone, profile.country], ['Jordan Ellis', '+13125550142', 'US'], 'profile');
  await waitText(page, 'At most one letter for each missed call', '#autopilot');
  await press(await page.$('#autopilot [role=switch]'));
  await page.waitForSelector('#autopilot [role=switch][aria-checked=true]:not(:disabled)');
  await press(await page.$('#autopilot [role=switch]'));
  await page.waitForSelector('#autopilot [role=switch][aria-checked=false]');
  await hush(page);
  await page.$eval('#timing ::-p-xpath(.//label[contains(., "Look for evidence")]//input)', (input) => { input.value = '7'; input.dispatchEvent(new Event('input', { bubbles: true })); });
  await click(page, 'Save', '#timing');
  await until('the minutes', async () => (await page.evaluate(async () => (await fetch('/api/v1/policy')).json())).grace_soft_min === 7);
  const kept = await page.evaluate(async () => (await fetch(document.querySelector('#data a[download]').href)).json());
  equal(kept.format, 'crickets-export', 'what is taken along');
  await click(page, 'Erase everything', '#data');
  await page.type('#data input', 'erase everything');
  await click(page, 'Erase everything', '#data form');
  await until('nothing to be left', async () => !(await run(server.database, '--json', 'export')).includes('Jordan Ellis'));
  await page.close();
  await server.stop();
  await browser.close();
});

await main();
