// The frame around every view.
import { useEffect, useRef, useState } from 'preact/hooks';
import { act } from './act';
import { byServer } from './clock';
import { post, type Problem } from './api';
import { useDeed } from './deed';
import { refresh, useDocument, useLost } from './documents';
import { useKeys } from './keys';
import { later } from './later';
import { Link } from './route';
import { Missing, needsYou } from './parts/Bits';
import { Dialog } from './parts/Dialog';
import { Drop } from './parts/Drop';
import { Icon, Mark, type IconName } from './parts/Icon';
import { QuickAdd } from './parts/QuickAdd';
import { StoryBar } from './parts/StoryBar';
import { mayHaveCalled, TheyCalled } from './parts/TheyCalled';
import { say, Toast } from './parts/Toast';
import { visiting } from './visit';
import { Now } from './views/Now';
import type { Now as NowDocument, Session } from './types';
import { localNow, say as sayTime } from './when';
import { sentence } from './words';

const Calendar = later((rest) => rest.Calendar);
const Candidates = later((rest) => rest.Candidates);
const Interview = later((rest) => rest.Interview);
const Interviews = later((rest) => rest.Interviews);
const Search = later((rest) => rest.Search);
const Settings = later((rest) => rest.Settings);

interface Place { path: string; title: string; icon: IconName; key: string }
const own: Place[] = [
  { path: '/', title: 'Now', icon: 'now', key: 'n' },
  { path: '/interviews', title: 'Interviews', icon: 'people', key: 'i' },
  { path: '/calendar', title: 'Calendar', icon: 'calendar', key: 'c' },
  { path: '/search', title: 'Search', icon: 'search', key: 's' },
  { path: '/settings', title: 'Settings', icon: 'settings', key: ',' },
];
const coaching: Place = { path: '/candidates', title: 'Candidates', icon: 'shield', key: 'k' };
/** Of a candidate a coach is shown the calls. */
const lent = own.filter((one) => one.path === '/' || one.path === '/interviews');

function viewsOf(session: Session | null): Place[] {
  if (visiting) return lent;
  return session?.member?.role === 'coach' ? own.map((one) => (one.path === '/calendar' ? coaching : one)) : own; // five fit a phone
}

export function App({ route, now, problem }: { route: string; now: NowDocument | null; problem: Problem | null }) {
  const [adding, setAdding] = useState(false);
  const [helping, setHelping] = useState(false);
  const session = useDocument<Session>('session').data;
  const views = viewsOf(session);
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  const view = views.find((one) => one.path === route) ?? views.find((one) => one.path !== '/' && route.startsWith(one.path));
  const waiting = now ? [now.interview, ...now.others].filter((iv) => iv && needsYou(iv)).length : 0;

  useEffect(() => {
    document.title = `${waiting ? `(${waiting}) ` : ''}${view?.title ?? 'Not found'} · crickets`;
  }, [view?.title, waiting]);
  // Another view begins at its heading, for eyes, keyboard and screen reader alike.
  useEffect(() => {
    if (first.current) { first.current = false; return; }
    scrollTo(0, 0);
    document.getElementById(location.hash.slice(1))?.scrollIntoView(); // a part of it was named
    const view = main.current;
    const focus = () => {
      const title = view?.querySelector<HTMLElement>('h1');
      title?.focus({ preventScroll: true });
      return Boolean(title);
    };
    if (!view || focus()) return;
    view.focus({ preventScroll: true }); // until what it shows has been read
    const observer = new MutationObserver(() => {
      if (document.activeElement !== view || focus()) observer.disconnect();
    });
    observer.observe(view, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [route]);
  useKeys({
    a: () => { if (!visiting) setAdding(true); },
    t: () => { if (!visiting && now?.interview && mayHaveCalled(now.interview)) void act(now.interview, 'they-called'); },
    '?': () => setHelping(true),
  }, views);

  return (
    <>
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>Skip to what matters</a>
      <header class="top">
        <Link class="brand" href="/" aria-label="crickets, to Now"><Mark /><span>crickets</span></Link>
        <nav aria-label="Views">
          <ul>
            {views.map((one) => (
              <li key={one.path}>
                <Link href={one.path} aria-current={view === one ? 'page' : undefined}>
                  <Icon name={one.icon} />
                  <span>{one.title}</span>
                  {one.path === '/' && waiting > 0 && <span class="badge">{waiting}<span class="visually-hidden"> to do</span></span>}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        {!visiting && <div class="top-deeds">
          {now?.interview && <TheyCalled interview={now.interview} />}
          <button type="button" class="button add" onClick={() => setAdding(true)} aria-keyshortcuts="a"><Icon name="add" /> <span>Add a call</span></button>
        </div>}
      </header>
      <main id="main" class={now || problem ? '' : 'waiting'} tabIndex={-1} ref={main}>
        <Banners now={now} session={session} />
        <View route={route} now={now} problem={problem} onAdd={() => setAdding(true)} />
      </main>
      <Toast />
      <QuickAdd open={adding} onClose={() => setAdding(false)} />
      <Keys views={views} open={helping} onClose={() => setHelping(false)} />
      {!visiting && <Drop />}
    </>
  );
}

interface ViewProps { route: string; now: NowDocument | null; problem: Parameters<typeof Missing>[0]['problem']; onAdd: () => void }

const nothingHere: Problem = { status: 404, code: 'not-found', title: '', detail: '' };

function View({ route, now, problem, onAdd }: ViewProps) {
  const one = /^\/interviews\/(\d+)$/.exec(route);
  if (!now && problem && problem.status !== 404) return <Missing problem={problem} />;
  if (one?.[1]) return <Interview id={one[1]} now={now} key={one[1]} />;
  if (visiting && !lent.some((one) => one.path === route)) return <Missing problem={nothingHere} />;
  if (route === '/search' || route.startsWith('/search/')) return <Search route={route} now={now} />;
  switch (route) {
    case '/': return now ? <Now document={now} /> : <Missing problem={problem} />;
    case '/interviews': return <Interviews onAdd={onAdd} />;
    case '/candidates': return <Candidates />;
    case '/calendar': return <Calendar now={now} />;
    case '/settings': return <Settings now={now} />;
    default: return <Missing problem={nothingHere} />;
  }
}

function Banners({ now, session }: { now: NowDocument | null; session: Session | null }) {
  const lost = useLost();
  const troubles = now?.sources.filter((source) => !source.ok && source.error) ?? [];
  return (
    <div class="banners">
      <div role="status">
        {lost !== null && now && (
          <p class="banner banner-warn"><Icon name="plug" /> <span>Crickets is out of reach. {lost > 0 && <>This is how things stood at {sayTime(localNow(byServer(lost), now.now), 'clock')}. </>}What you tell it now cannot be noted.{!session?.member && ' Does “crickets serve” still run?'}</span></p>
        )}
      </div>
      {session?.visit && (
        <div class="banner banner-story" role="region" aria-label="Whose calls these are">
          <Icon name="people" />
          <span><strong class="break">{session.visit.name ?? 'A candidate'}</strong> lets you {session.visit.scope === 'draft' ? 'look, and edit letters. Nothing is sent from here.' : 'look. Nothing can be changed here.'} What you look at is shown to them.</span>
          <span class="actions"><a class="button small quiet" href="/candidates">All candidates</a></span>
        </div>
      )}
      {now?.story && <StoryBar />}
      {now?.paused && <Paused why={now.paused} />}
      {troubles.map((source) => (
        <p class="banner banner-warn" key={source.name}><Icon name="alert" /> <span class="break">{source.name}: {sentence(source.error ?? '')} </span><Link href="/settings#connections">See to it</Link></p>
      ))}
    </div>
  );
}

/** Nothing is sent from what may be a copy, or by a clock that may be wrong, until the candidate says so. */
function Paused({ why }: { why: string }) {
  const { busy, problem, run } = useDeed();
  const confirm = () => run(async () => {
    await post('confirm');
    await refresh();
    say('Noted. Letters go again as you have set it.');
  });
  return (
    <div class="banner banner-warn" role="region" aria-label="Letters wait">
      <Icon name="shield" />
      <span><strong>Letters wait.</strong> {sentence(why)}. {problem}</span>
      <button type="button" class="button small" disabled={busy} onClick={() => void confirm()}><Icon name="check" size={16} /> All is right, go on</button>
    </div>
  );
}

function Keys({ views, open, onClose }: { views: Place[]; open: boolean; onClose: () => void }) {
  const keys: [string, string][] = [
    ...views.map((one): [string, string] => [one.key, one.title]),
    ...(visiting ? [] : [['a', 'Add a promised call'], ['t', 'They called']] as [string, string][]), ['?', 'These keys'], ['Esc', 'Close what is open'],
  ];
  return (
    <Dialog title="Keys" open={open} onClose={onClose}>
      <dl class="keys">{keys.map(([key, text]) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{text}</dd></div>)}</dl>
      <p class="quiet-text">They can be switched off in Settings, under This device.</p>
    </Dialog>
  );
}
