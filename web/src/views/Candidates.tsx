// For a coach: the candidates who let them in. Each is shown in its own address, by the page loaded anew.
import { useDocument } from '../documents';
import { Missing } from '../parts/Bits';
import { Icon } from '../parts/Icon';
import type { Candidates as List } from '../types';
import { say } from '../when';

export function Candidates() {
  const { data, problem } = useDocument<List>('candidates');
  if (!data) return <Missing problem={problem} />;
  return (
    <>
      <div class="page-head"><h1 tabIndex={-1}>Your candidates</h1></div>
      {data.candidates.length === 0 ? (
        <section class="card empty">
          <Icon name="people" size={40} />
          <h2>Nobody has let you in yet</h2>
          <p>A candidate does that under Settings, Who can see this, with the address that you sign in with.</p>
        </section>
      ) : (
        <section class="card" aria-label="Candidates">
          <ul class="rows">{data.candidates.map((one) => (
            <li key={one.id}>
              <a class="row-link" href={`/candidates/${one.id}`}>
                <span class="row-main">
                  <strong class="break">{one.name}</strong>
                  <span class="quiet-text">{one.scope === 'draft' ? 'You may look, and edit letters' : 'You may look'}{one.ends ? `, until ${say(one.ends, 'day')}` : ''}</span>
                </span>
                <span class="row-side"><Icon name="arrow" /></span>
              </a>
            </li>
          ))}</ul>
        </section>
      )}
    </>
  );
}
