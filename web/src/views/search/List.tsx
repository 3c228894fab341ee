// All applications in one order, page by page.
import { useState } from 'preact/hooks';
import { stages, stageWords, titleOf } from '../../applications';
import { useDocument } from '../../documents';
import { Missing } from '../../parts/Bits';
import { Icon } from '../../parts/Icon';
import { StageChip } from '../../parts/Stage';
import { Link } from '../../route';
import type { Applications } from '../../types';
import { say } from '../../when';

const orders = { changed: 'Last changed', due: 'Due first', silence: 'Silent for longest', applied: 'Newest application', company: 'Company' };

export function List() {
  const [which, setWhich] = useState('open');
  const [order, setOrder] = useState('changed');
  const [words, setWords] = useState('');
  const [pages, setPages] = useState<number[]>([]);
  const after = pages[pages.length - 1];
  const filter = which === 'open' || which === 'all' ? `state=${which}` : `stage=${which}`;
  const query = `applications?${filter}&order=${order}&limit=50${words.trim() ? `&words=${encodeURIComponent(words.trim())}` : ''}${after ? `&after=${after}` : ''}`;
  const { data, problem } = useDocument<Applications>(query);
  const change = (set: (value: string) => void) => (event: { currentTarget: { value: string } }) => { set(event.currentTarget.value); setPages([]); };
  return (
    <section class="card" aria-label="All applications">
      <div class="filters">
        <label class="field"><span>Show</span>
          <select value={which} onChange={change(setWhich)}>
            <option value="open">Open ones</option><option value="all">All</option>
            {stages.map((stage) => <option key={stage} value={stage}>{stageWords[stage]}</option>)}
          </select></label>
        <label class="field"><span>Sorted by</span>
          <select value={order} onChange={change(setOrder)}>{Object.entries(orders).map(([key, title]) => <option key={key} value={key}>{title}</option>)}</select></label>
        <label class="field"><span>Company or role has</span><input type="text" value={words} maxLength={80} onInput={change(setWords)} /></label>
      </div>
      {!data && <Missing problem={problem} />}
      {data && <p class="quiet-text" role="status">{data.total === 1 ? '1 application' : `${data.total} applications`}</p>}
      {data && data.total === 0 && <p class="quiet-text">None is like that. Show all, or fewer letters.</p>}
      <ul class="rows">
        {data?.applications.map((one) => (
          <li key={one.id}>
            <Link class="row-link" href={`/search/applications/${one.id}`}>
              <span class="row-main">
                <strong class="break">{titleOf(one)}</strong>
                <span class="quiet-text">
                  {[one.applied ? `Applied ${say(one.applied, 'day')}` : null, one.silent_working_days ? `silent for ${one.silent_working_days} working ${one.silent_working_days === 1 ? 'day' : 'days'}` : null,
                    one.due ? `due ${say(one.due, 'day')}` : null].filter(Boolean).join(' · ')}
                </span>
              </span>
              <span class="row-side"><StageChip stage={one.stage} reason={one.reason} /></span>
            </Link>
          </li>
        ))}
      </ul>
      {(pages.length > 0 || data?.next) && (
        <div class="actions">
          <button type="button" class="button" disabled={pages.length === 0} onClick={() => setPages(pages.slice(0, -1))}><Icon name="back" /> Back</button>
          <button type="button" class="button" disabled={!data?.next} onClick={() => { if (data?.next) setPages([...pages, data.next]); }}>More <Icon name="arrow" /></button>
        </div>
      )}
    </section>
  );
}
