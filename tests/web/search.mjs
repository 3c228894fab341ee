// The search in a real browser: every view of it in three widths and two themes, and its stories.
import { readFile } from 'node:fs/promises';
import { check, click, equal, everyWay, find, heading, hush, launch, main, open, press, ready, run, serve, still, test, text, until, waitText, world } from './lib.mjs';

const NOW = '2026-11-24T14:00:00-06:00';
const table = new URL('search.csv', import.meta.url).pathname;
const browser = await launch();
let server = await serve({ at: NOW });
let page = await open(browser, server, '/search');

async function goTo(path) {
  await page.goto(server.origin + path);
  await ready(page);
  await still(page);
}
const wide = () => page.setViewport({ width: 1360, height: 900 });
const ask = (path) => page.evaluate(async (at) => (await fetch(`/api/v1/${at}`)).json(), path);
const stageOf = async (id) => (await ask(`applications/${id}`)).stage;
const column = (stage) => page.$$eval(`[aria-labelledby="column-${stage}"] .card-link strong`, (all) => all.map((one) => one.innerText));
const idOf = async (company) => (await ask(`applications?words=${encodeURIComponent(company)}`)).applications[0].id;

test('nothing is there yet: each part says so, and how to begin', async () => {
  await wide();
  await find(page, 'Bring a table in');
  await everyWay(page, 'search-empty');
  for (const part of ['board', 'list', 'odds', 'week']) {
    await goTo(`/search/${part}`);
    await waitText(page, 'begins with one line', 'main');
  }
});

test('one is added by hand, and taken back', async () => {
  await wide();
  await goTo('/search');
  await click(page, 'Add an application');
  const company = await page.waitForSelector('dialog[open] label:nth-of-type(2) input', { visible: true });
  await page.type('dialog[open] label:nth-of-type(1) input', 'Night Nurse');
  await company.type('Humongous Insurance');
  await click(page, 'Keep it', 'dialog');
  await until('its own page', async () => (await heading(page).catch(() => '')) === 'Night Nurse');
  equal(await stageOf(1), 'saved', 'stage');
  await click(page, 'Undo', '.toast');
  await waitText(page, 'Taken back', '.toast');
  equal((await ask('applications')).total, 0, 'how many are left');
});

test('a table is looked at, mapped and brought in', async () => {
  await wide();
  await goTo('/search/import');
  await (await page.$('input[type=file]')).uploadFile(table);
  await waitText(page, '16 applications, 16 new', 'main');
  check((await text(page, 'main')).includes('Purring'), 'what is not understood is named');
  equal((await ask('applications')).total, 0, 'a preview keeps nothing');
  await page.select('select[aria-label="What Mood is"]', 'notes');
  await until('the other meaning', () => page.$eval('select[aria-label="What Mood is"]', (one) => one.value === 'notes'));
  await still(page);
  await everyWay(page, 'search-import', { typed: true });
  await wide();
  await click(page, 'Bring 16 in');
  await waitText(page, '16 brought in', 'main');
  const northwind = await ask(`applications/${await idOf('northwind')}`);
  check(northwind.id > 0, 'it is there');
});

test('the rest of the world: a missed call, and mails', async () => {
  await page.close();
  await server.stop();
  const mails = ['01-intro', '02-my-answer', '03-invitation', '04-confirmation'].map((name) => `mail/${name}.eml`);
  const database = await world('late-recruiter', '2026-11-24T12:00:00-06:00', mails, ['calendar/personal.ics']);
  await run(database, '--now', '2026-11-24T12:30:00-06:00', 'apps', 'import', table).catch((error) => {
    if (!/exit 3/.test(error.message)) throw error; // some rows are named, as they should be
  });
  server = await serve({ database, at: NOW });
  page = await open(browser, server, '/search');
});

for (const [name, path] of [
  ['today', '/search'], ['board', '/search/board'], ['list', '/search/list'], ['odds', '/search/odds'], ['week', '/search/week'],
])
  test(`view: ${name}`, async () => {
    await wide();
    await goTo(path);
    await everyWay(page, `search-${name}`);
  });

test('all parts of the search are in sight, at any width', async () => {
  for (const width of [320, 340, 360, 390, 700]) {
    await page.setViewport({ width, height: 640 });
    await ready(page);
    const over = await page.$eval('.tabs', (tabs) => tabs.scrollWidth - tabs.clientWidth);
    check(over <= 0, `${over} px of the tabs are out of sight at ${width}`);
  }
});

test('one application, in every way', async () => {
  await wide();
  await goTo('/search/applications/1');
  await everyWay(page, 'search-one');
  await goTo(`/search/applications/${await idOf('Contoso')}`);
  check((await text(page, 'main')).includes('Look twice'), 'a personal mail address is a caution');
  await everyWay(page, 'search-caution');
});

test('a card is dragged', async () => {
  await wide();
  await goTo('/search/board');
  const id = await idOf('Fabrikam');
  const card = await page.$(`[data-id="${id}"] .card-link`);
  await card.scrollIntoView();
  const from = await card.boundingBox();
  const to = await (await page.$('[aria-labelledby="column-screen"]')).boundingBox();
  await page.mouse.move(from.x + 20, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + 12, { steps: 4 });
  await page.mouse.move(to.x + 60, from.y + 20, { steps: 8 });
  await page.mouse.up();
  await until('the other stage', async () => (await stageOf(id)) === 'screen');
  await until('the other column', async () => (await column('screen')).includes('Backend Developer'));
  await click(page, 'Undo', '.toast');
  await until('the old stage', async () => (await stageOf(id)) === 'applied');
});

test('a card is moved by keyboard, and by its button', async () => {
  await hush(page);
  const id = await idOf('Fabrikam');
  await page.focus(`[data-id="${id}"] .card-link`);
  await page.keyboard.press('ArrowDown');
  check(await page.evaluate((one) => document.activeElement.closest('li').dataset.id !== String(one), id), 'the arrow goes on');
  await page.focus(`[data-id="${id}"] .card-link`);
  await page.keyboard.down('Shift');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.up('Shift');
  await until('the next stage', async () => (await stageOf(id)) === 'screen');
  await until('the focus to go along', () => page.evaluate((one) => document.activeElement.closest('li')?.dataset.id === String(one), id));
  await hush(page);
  await press(await page.$(`[data-id="${id}"] .icon-button`));
  await click(page, 'Closed', 'dialog');
  await click(page, 'No answer', 'dialog');
  await until('it to be closed', async () => (await ask(`applications/${id}`)).reason === 'no-answer');
});

test('two that are the same become one, and are parted again', async () => {
  await goTo('/search/applications/' + (await ask('applications?words=northwind&state=all')).applications.find((one) => one.company === 'Northwind').id);
  const before = (await ask('applications')).total;
  await click(page, 'The same');
  await until('one less', async () => (await ask('applications')).total === before - 1);
  await click(page, 'Undo', '.toast');
  await until('as before', async () => (await ask('applications')).total === before);
});

test('today: a plan is done, an offer answered, the target set', async () => {
  await goTo('/search');
  const id = await idOf('Tailspin');
  check((await text(page, 'main')).includes('Send the portfolio'), 'what is planned is due');
  await press(await page.waitForSelector(`.task:has(a[href="/search/applications/${id}"]) .button`));
  await until('the plan to be done', async () => (await ask(`applications/${id}`)).planned === null);
  await hush(page);
  await click(page, 'Change the target');
  await page.$eval('dialog input', (input) => { input.value = ''; });
  await page.waitForSelector('dialog[open] input', { visible: true });
  await page.type('dialog[open] input', '7');
  await click(page, 'Keep', 'dialog');
  await until('the target', async () => (await ask('today')).week.target === 7);
});

test('a proposal is one tap', async () => {
  const id = await idOf('Datum');
  const mail = ['From: Datum Careers <no-reply@greenhouse.io>', 'To: jordan.ellis@example.com', 'Date: Tue, 24 Nov 2026 13:30:00 -0600', 'Message-ID: <no@greenhouse.io>',
    'Subject: An update about your application', '', 'Hello Jordan,', '', 'Thank you for your interest in the Data Engineer role. Unfortunately Datum will not be moving forward with your application.', '', 'Datum'].join('\r\n');
  await page.evaluate(async (body) => fetch('/api/v1/import?name=no.eml', { method: 'POST', headers: { 'Content-Type': 'application/octet-stream' }, body }), mail);
  const one = await ask(`applications/${id}`);
  check(one.proposal || one.stage === 'closed', `the mail said something: ${JSON.stringify(one.history)}`);
  if (!one.proposal) return;
  await goTo('/search');
  await click(page, 'Yes, it is');
  await until('it to be closed', async () => (await stageOf(id)) === 'closed');
});

test('search finds across everything', async () => {
  await goTo('/search');
  await page.type('.finder input', 'tailsp');
  await waitText(page, 'Systems Programmer', '.finder');
  await page.$eval('.finder input', (input) => { input.value = ''; input.dispatchEvent(new Event('input', { bubbles: true })); });
  await page.type('.finder input', 'northwind');
  await waitText(page, 'Mails', '.finder');
  await everyWay(page, 'search-found', { typed: true });
  await wide();
  await page.keyboard.press('Escape');
});

test('notes, plans, contacts and details are kept', async () => {
  const id = await idOf('Contoso');
  await goTo(`/search/applications/${id}`);
  await page.type('textarea', 'Ask about the on-call rota.');
  await server.silent(async () => {
    await click(page, 'Add the note');
    await page.type('textarea', ' And the bus.'); // they write on
  });
  await until('the note', async () => (await ask(`applications/${id}`)).notes?.includes('on-call'));
  await until('what was typed on to be left', () => page.$eval('textarea', (area) => area.value === 'And the bus.'));
  await page.type('.plan input', 'Send references');
  await click(page, 'Plan it');
  await until('the plan', async () => (await ask(`applications/${id}`)).planned === 'Send references');
  await click(page, 'Change details');
  await page.$eval('dialog label:nth-of-type(6) input', (input) => { input.value = ''; input.dispatchEvent(new Event('input', { bubbles: true })); });
  await click(page, 'Keep', 'dialog');
  await until('the salary to be emptied', async () => (await ask(`applications/${id}`)).salary === null);
  await page.waitForSelector('dialog[open]', { hidden: true });
  await hush(page);
  await press(await page.waitForSelector('[aria-label="Forget Sam Ortiz"]'));
  await until('the contact to go', async () => (await ask(`applications/${id}`)).contacts.length === 0);
});

test('what strangers wrote into a table is text', async () => {
  const shot = '<img src=x onerror=alert(1)>';
  const rows = ['Company,Role,URL,Notes,Contact', `"${shot}","${shot}",javascript:alert(1),"${shot}","${shot}"`, '"</title><script>alert(2)</script>",x,data:text/html;x,"{{1}}",y'].join('\n');
  await page.evaluate(async (body) => fetch(`/api/v1/applications/import?name=${encodeURIComponent('<b>x</b>')}`, { method: 'POST', headers: { 'Content-Type': 'application/octet-stream' }, body }), rows);
  const { applications } = await ask('applications?words=alert');
  equal(applications.length, 2, 'both are there');
  for (const path of ['/search', '/search/board', '/search/list', '/search/week', ...applications.map((one) => `/search/applications/${one.id}`)]) {
    await goTo(path);
    equal(await page.$$eval('main img, main script, main a[href^="javascript:" i], main a[href^="data:" i]', (all) => all.length), 0, path);
  }
  await goTo('/search');
  await page.type('.finder input', 'onerror');
  await page.waitForSelector('.finder mark');
  equal(await page.$$eval('main img', (all) => all.length), 0, 'found');
});

test('a picture is read out as words', async () => {
  await goTo('/search/odds');
  const words = await page.$eval('svg.funnel', (svg) => document.getElementById(svg.getAttribute('aria-labelledby').split(' ')[1]).textContent);
  check(/applied: \d+; screen: \d+/.test(words), words);
  check((await readFile(table, 'utf8')).length > 0 && (await page.$$('svg.picture rect')).length > 5, 'shapes');
});

test('no error, no dialog, no foreign request, no broken rule', async () => {
  equal(page.bad, [], 'what must never happen');
  await browser.close();
  await server.stop();
});

await main();
