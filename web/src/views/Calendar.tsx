// A week: promised calls, busy time, and the times that letters offer.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useNow } from '../clock';
import { useDocument } from '../documents';
import { go, Link } from '../route';
import { Missing, PhaseChip } from '../parts/Bits';
import { FilePicker } from '../parts/Drop';
import { Icon } from '../parts/Icon';
import type { Calendar as Week, Interview, Now } from '../types';
import { addDays, dateOf, localNow, minuteOf, say, weekOf } from '../when';

interface Block { kind: 'call' | 'busy' | 'offered'; from: number; to: number; title: string; time: string; href: string | null; lane: number; lanes: number; iv: Interview | null }
interface Day { date: string; blocks: Block[]; allDay: string[] }

const DAY_MIN = 24 * 60;
const SHORTEST_MIN = 30; // what a block needs to be read

const span = (start: string, end: string | null) => `${say(start, 'clock')}${end ? `–${say(end, 'clock')}` : ''}`;

/** Minutes of the day that start to end covers; null when it does not touch it. */
function minutesOn(day: string, start: string, end: string | null): [number, number] | null {
  const from = dateOf(start) < day ? 0 : dateOf(start) > day ? null : minuteOf(start);
  if (from === null) return null;
  const last = end ?? start;
  const to = dateOf(last) > day ? DAY_MIN : dateOf(last) < day ? null : minuteOf(last);
  if (to === null || (to <= from && end && to === 0)) return null;
  return [from, Math.max(to, from + SHORTEST_MIN)];
}

/** Blocks at the same time stand side by side. */
function intoLanes(blocks: Block[]): Block[] {
  const sorted = [...blocks].sort((a, b) => a.from - b.from || b.to - a.to);
  let group: Block[] = [];
  let end = -1;
  const close = () => {
    const lanes = Math.max(1, ...group.map((block) => block.lane + 1));
    group.forEach((block) => { block.lanes = lanes; });
    group = [];
  };
  for (const block of sorted) {
    if (block.from >= end) { close(); end = block.to; }
    const taken = new Set(group.filter((other) => other.to > block.from).map((other) => other.lane));
    let lane = 0;
    while (taken.has(lane)) lane++;
    block.lane = lane;
    group.push(block);
    end = Math.max(end, block.to);
  }
  close();
  return sorted;
}

function daysOf(week: Week): Day[] {
  return [0, 1, 2, 3, 4, 5, 6].map((offset) => {
    const date = addDays(week.from, offset);
    const blocks: Block[] = [];
    const put = (kind: Block['kind'], start: string, end: string | null, title: string, iv: Interview | null, id: number | null) => {
      const minutes = minutesOn(date, start, end);
      if (minutes)
        blocks.push({ kind, from: minutes[0], to: minutes[1], title, time: span(start, end), iv, href: id ? `/interviews/${id}` : null, lane: 0, lanes: 1 });
    };
    for (const iv of week.interviews) put('call', iv.start, iv.end, iv.who, iv, iv.id);
    for (const busy of week.busy) if (!busy.all_day) put('busy', busy.start, busy.end, busy.title ?? 'Busy', null, null);
    for (const slot of week.offered) put('offered', slot.start, slot.end, 'Offered', null, slot.interview);
    const allDay = week.busy
      .filter((busy) => busy.all_day && dateOf(busy.start) <= date && (dateOf(busy.end) > date || dateOf(busy.start) === date))
      .map((busy) => busy.title ?? 'Busy all day');
    return { date, blocks: intoLanes(blocks), allDay };
  });
}

const kindWords = { call: 'Promised call', busy: 'Busy', offered: 'Offered to them' } as const;

export function Calendar({ now }: { now: Now | null }) {
  const today = now ? dateOf(now.now) : null;
  const [monday, setMonday] = useState<string | null>(null);
  const from = monday ?? (today ? weekOf(today) : null);
  const { data, problem } = useDocument<Week>(from ? `calendar?from=${from}&to=${addDays(from, 7)}` : null);
  const move = (days: number) => from && setMonday(addDays(from, days));
  const keys = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    if (event.key === 'ArrowLeft') move(-7);
    else if (event.key === 'ArrowRight') move(7);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div class="page-head">
        <h1 tabIndex={-1}>Calendar</h1>
        <FilePicker label="Add my calendar" asCalendar />
      </div>
      <div class="week-bar">
        <h2 aria-live="polite">{from && `${say(from, 'day')} – ${say(addDays(from, 6), 'day')}`}</h2>
        <div class="actions">
          <button type="button" class="icon-button" aria-label="The week before" onClick={() => move(-7)}><Icon name="back" /></button>
          <button type="button" class="button" onClick={() => setMonday(null)}>This week</button>
          <button type="button" class="icon-button" aria-label="The week after" onClick={() => move(7)}><Icon name="arrow" /></button>
        </div>
      </div>
      {!data || !from ? <Missing problem={problem} /> : (
        <div class="week" tabIndex={0} role="group" aria-label="Week. Arrow left and right go to another week" onKeyDown={keys}>
          <Grid week={data} like={now?.now ?? data.today} />
          <Agenda week={data} />
          <ul class="legend" aria-label="What the boxes mean">
            {(Object.keys(kindWords) as Block['kind'][]).map((kind) => <li key={kind}><span class={`swatch block-${kind}`} /> {kindWords[kind]}</li>)}
          </ul>
        </div>
      )}
    </>
  );
}

/** From an hour before the first thing to an hour after the last, and the working hours at least. */
function hoursOf(week: Week, days: Day[]): [number, number] {
  const blocks = days.flatMap((day) => day.blocks);
  const from = Math.min(week.hours.from_min, ...blocks.map((block) => block.from));
  const to = Math.max(week.hours.to_min, ...blocks.map((block) => Math.min(block.to, DAY_MIN)));
  return [Math.max(0, Math.floor(from / 60) * 60 - 60), Math.min(DAY_MIN, Math.ceil(to / 60) * 60 + 60)];
}

/** Where the day stands: a line across it. */
function NowLine({ like, share }: { like: string; share: (minute: number) => string }) {
  const minute = minuteOf(localNow(useNow(60_000), like));
  return <div class="now-line" style={{ top: share(minute) }} />;
}

function Grid({ week, like }: { week: Week; like: string }) {
  const days = daysOf(week);
  const [from, to] = hoursOf(week, days);
  const hours = Array.from({ length: (to - from) / 60 }, (_, index) => from + index * 60);
  const share = (minute: number) => `${((minute - from) / (to - from)) * 100}%`;
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => box.current?.style.setProperty('--hours', String(hours.length)), [hours.length]);
  return (
    <div class="grid" ref={box}>
      <div class="grid-head"><span class="grid-corner">{week.interviews[0]?.short ?? ''}</span>
        {days.map((day) => (
          <div key={day.date} class={day.date === week.today ? 'today' : ''}>
            <span>{say(day.date, 'weekday')}</span> <strong>{say(day.date, 'dayOfMonth')}</strong>
            {day.allDay.map((title) => <span class="all-day" key={title}>{title}</span>)}
          </div>
        ))}
      </div>
      <div class="grid-body">
        <div class="grid-hours" aria-hidden="true">{hours.map((minute) => <span key={minute} style={{ top: share(minute) }}>{say(`2000-01-01T${String(minute / 60).padStart(2, '0')}:00`, 'clock')}</span>)}</div>
        {days.map((day) => (
          <section key={day.date} class={`grid-day ${day.date === week.today ? 'today' : ''}`} aria-label={say(day.date, 'longDay')}>
            <div class="work" style={{ top: share(Math.max(from, week.hours.from_min)), bottom: `${100 - ((Math.min(to, week.hours.to_min) - from) / (to - from)) * 100}%` }} />
            {hours.map((minute) => <div class="hour-line" key={minute} style={{ top: share(minute) }} />)}
            {day.date === week.today && <NowLine like={like} share={share} />}
            {day.blocks.map((block, index) => <GridBlock key={index} block={block} top={share(block.from)} height={`${((Math.min(block.to, to) - block.from) / (to - from)) * 100}%`} />)}
          </section>
        ))}
      </div>
    </div>
  );
}

function GridBlock({ block, top, height }: { block: Block; top: string; height: string }) {
  const short = block.to - block.from < 45 || block.lanes > 1;
  const shown = {
    class: `block block-${block.kind} ${short ? 'block-short' : ''} ${block.iv ? `phase-${block.iv.phase}` : ''}`,
    style: { top, height, left: `${(block.lane / block.lanes) * 100}%`, width: `${100 / block.lanes}%` },
    title: `${block.time} ${block.title}`,
  };
  const words = (
    <>
      <span class={`block-time ${block.lanes > 2 ? 'visually-hidden' : ''}`}>{short ? block.time.split('–')[0] : block.time}<span class="visually-hidden"> {kindWords[block.kind]}:</span></span>
      <span class="block-title" dir="auto">{block.title}</span>
    </>
  );
  const { href } = block;
  return href
    ? <a {...shown} href={href} onClick={(event) => { event.preventDefault(); go(href); }}>{words}</a>
    : <div {...shown}>{words}</div>;
}

/** The same week as a list, where there is no room for seven columns. */
function Agenda({ week }: { week: Week }) {
  return (
    <ol class="agenda">
      {daysOf(week).map((day) => (
        <li key={day.date} class={day.date === week.today ? 'today' : ''}>
          <h3>{say(day.date, 'longDay')}{day.date === week.today && ' (today)'}</h3>
          {day.allDay.map((title) => <p key={title} class="quiet-text">All day: {title}</p>)}
          {day.blocks.length === 0 && day.allDay.length === 0 && <p class="quiet-text">Nothing</p>}
          <ul>
            {day.blocks.map((block, index) => (
              <li key={index} class={`agenda-item block-${block.kind}`}>
                <span class="agenda-time">{block.time}</span>
                {block.href ? <Link href={block.href}>{block.kind === 'offered' ? 'Offered to them' : block.title}</Link> : <span class="break">{block.title}</span>}
                {block.iv ? <PhaseChip interview={block.iv} /> : null}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}
