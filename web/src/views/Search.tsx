// The whole search: one silent recruiter never stops it.
import { useState } from 'preact/hooks';
import { useDocument } from '../documents';
import { Link } from '../route';
import { AddApplication } from '../parts/AddApplication';
import { Missing } from '../parts/Bits';
import { Icon } from '../parts/Icon';
import { Application } from './search/Application';
import { Board } from './search/Board';
import { Finder } from './search/Finder';
import { Import } from './search/Import';
import { List } from './search/List';
import { Odds } from './search/Odds';
import { Today } from './search/Today';
import { Week } from './search/Week';
import type { Board as BoardDocument, Now } from '../types';

const parts = [
  { path: '/search', title: 'Today' },
  { path: '/search/board', title: 'Board' },
  { path: '/search/list', title: 'List' },
  { path: '/search/odds', title: 'Odds' },
  { path: '/search/week', title: 'Week' },
] as const;

export function Search({ route, now }: { route: string; now: Now | null }) {
  const [adding, setAdding] = useState(false);
  const [words, setWords] = useState('');
  const { data, problem } = useDocument<BoardDocument>('board?limit=20');
  const one = /^\/search\/applications\/(\d+)$/.exec(route)?.[1];
  if (!data || !now) return <Missing problem={problem} />;
  if (one) return <Application id={one} now={now} key={one} />;
  const none = Object.values(data.counts).every((count) => count === 0);
  const part = parts.find((each) => each.path === route);
  if (!part && route !== '/search/import') return <Missing problem={{ status: 404, code: 'not-found', title: '', detail: '' }} />;
  return (
    <>
      <div class="page-head">
        <h1 tabIndex={-1}>{part && part.path !== '/search' ? part.title : part ? 'Search' : 'Bring in, take along'}</h1>
        <div class="actions">
          <Link class="button quiet" href="/search/import"><Icon name="file" /> Import, export</Link>
          <button type="button" class="button primary" onClick={() => setAdding(true)}><Icon name="add" /> <span>Add<span class="long"> an application</span></span></button>
        </div>
      </div>
      <nav class="tabs" aria-label="Parts of the search">
        <ul>{parts.map((each) => <li key={each.path}><Link href={each.path} aria-current={each === part ? 'page' : undefined}>{each.title}</Link></li>)}</ul>
      </nav>
      <Finder words={words} onWords={setWords} />
      {!words.trim() && (
        route === '/search/import' ? <Import />
        : none && part ? <Beginning part={part.path} now={now} onAdd={() => setAdding(true)} />
        : route === '/search/board' ? <Board board={data} />
        : route === '/search/list' ? <List />
        : route === '/search/odds' ? <Odds />
        : route === '/search/week' ? <Week now={now} />
        : <Today now={now} />
      )}
      <AddApplication open={adding} onClose={() => setAdding(false)} />
    </>
  );
}

/** Nothing is here yet; the odds and today's list say something all the same. */
function Beginning({ part, now, onAdd }: { part: string; now: Now; onAdd: () => void }) {
  return (
    <>
      <section class="card empty">
        <Icon name="leaf" size={40} />
        <h2>Your search begins with one line</h2>
        <p>Note a posting you like, or one you have sent already. Calls and mails find their application by themselves, and nothing here pauses for one silent recruiter.</p>
        <div class="actions">
          <button type="button" class="button primary" onClick={onAdd}><Icon name="add" /> Add an application</button>
          <Link class="button" href="/search/import"><Icon name="file" /> Bring a table in</Link>
        </div>
      </section>
      {part === '/search' && <Today now={now} />}
      {part === '/search/odds' && <Odds />}
    </>
  );
}
