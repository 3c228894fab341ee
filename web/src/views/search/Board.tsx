// The board: a column a stage. A card is dragged, or moved by its own button, or with Shift and an
// arrow; arrows alone go from card to card.
import { useRef, useState } from 'preact/hooks';
import { move, reasonWords, stages, stageWords, titleOf } from '../../applications';
import { Icon } from '../../parts/Icon';
import { CloseDialog, MoveDialog, stageIcons } from '../../parts/Stage';
import { go, Link } from '../../route';
import type { ApplicationRow, Board as Document, Stage } from '../../types';
import { say } from '../../when';

const nothing: Record<Stage, string> = {
  saved: 'Postings you like', applied: 'What you have sent', screen: 'A first conversation', interview: 'The real talks',
  offer: 'It will come', accepted: 'The end of the search', closed: 'What is over, with its reason',
};

export function Board({ board }: { board: Document }) {
  const [over, setOver] = useState<Stage | null>(null);
  const [moving, setMoving] = useState<ApplicationRow | null>(null);
  const [closing, setClosing] = useState<number | null>(null);
  const ref = useRef<HTMLDivElement>(null);
  const dragged = useRef<number | null>(null);

  const put = async (id: number, stage: Stage) => {
    if (stage === 'closed') setClosing(id);
    else if (await move(id, stage)) ref.current?.querySelector<HTMLElement>(`[data-id="${id}"] a`)?.focus();
  };
  const press = (event: KeyboardEvent, one: ApplicationRow) => {
    const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    const card = (event.currentTarget as HTMLElement).closest('li');
    if (step && event.shiftKey) {
      const stage = stages[stages.indexOf(one.stage) + step];
      event.preventDefault();
      if (stage) void put(one.id, stage);
    } else if (step) {
      let column = card?.closest('section');
      do column = (step > 0 ? column?.nextElementSibling : column?.previousElementSibling) as HTMLElement | null | undefined;
      while (column && !column.querySelector('.card-link'));
      event.preventDefault();
      column?.querySelector<HTMLElement>('.card-link')?.focus();
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const next = event.key === 'ArrowUp' ? card?.previousElementSibling : card?.nextElementSibling;
      event.preventDefault();
      next?.querySelector<HTMLElement>('.card-link')?.focus();
    }
  };
  return (
    <>
      <p class="quiet-text board-help">Drag a card, or use its button. By keyboard: arrows go from card to card, Shift and an arrow moves one.</p>
      <div class="board" ref={ref} tabIndex={0} role="region" aria-label="Board, can be scrolled sideways">
        {board.stages.map(({ stage, total, applications }) => (
          <section key={stage} class={`column ${over === stage ? 'over' : ''}`} aria-labelledby={`column-${stage}`}
            onDragOver={(event) => { if (dragged.current !== null) { event.preventDefault(); setOver(stage); } }}
            onDragLeave={(event) => { if (!(event.currentTarget as HTMLElement).contains(event.relatedTarget as Node | null)) setOver(null); }}
            onDrop={(event) => {
              event.preventDefault();
              setOver(null);
              const one = dragged.current;
              dragged.current = null;
              if (one !== null && !applications.some((each) => each.id === one)) void put(one, stage);
            }}>
            <h2 id={`column-${stage}`}><Icon name={stageIcons[stage]} size={18} /> {stageWords[stage]} <span class="count">{total}</span></h2>
            {total === 0 && <p class="quiet-text column-empty">{nothing[stage]}</p>}
            <ul>
              {applications.map((one) => (
                <li key={one.id} data-id={one.id} class="board-card" draggable
                  onDragStart={(event) => { dragged.current = one.id; event.dataTransfer?.setData('text/plain', titleOf(one)); }}
                  onDragEnd={() => { dragged.current = null; setOver(null); }}>
                  <a class="card-link" href={`/search/applications/${one.id}`} draggable={false} aria-keyshortcuts="Shift+ArrowLeft Shift+ArrowRight"
                    onKeyDown={(event) => press(event, one)}
                    onClick={(event) => { if (event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey) { event.preventDefault(); go(`/search/applications/${one.id}`); } }}>
                    <strong class="break">{one.role ?? one.company ?? 'Without a name'}</strong>
                    {one.role && one.company && <span class="break">{one.company}</span>}
                  </a>
                  <Facts one={one} />
                  <button type="button" class="icon-button" aria-label={`Move ${titleOf(one)}`} onClick={() => setMoving(one)}><Icon name="swap" size={18} /></button>
                </li>
              ))}
            </ul>
            {total > applications.length && <Link href="/search/list">And {total - applications.length} more</Link>}
          </section>
        ))}
      </div>
      <MoveDialog one={moving} open={moving !== null} onClose={() => setMoving(null)} />
      <CloseDialog id={closing} onClose={() => setClosing(null)} />
    </>
  );
}

function Facts({ one }: { one: ApplicationRow }) {
  const waits = one.silent_working_days ?? 0;
  return (
    <span class="quiet-text">
      {one.stage === 'closed' && one.reason ? reasonWords[one.reason]
        : waits > 0 ? `Silent for ${waits} working ${waits === 1 ? 'day' : 'days'}`
        : one.since ? `Since ${say(one.since, 'day')}` : ''}
      {one.next === 'decide' && <span class="card-ask"><Icon name="question" size={14} /> To decide</span>}
    </span>
  );
}
