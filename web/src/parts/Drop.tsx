// Files, dropped anywhere on the page or picked: invites, mail, calendars, call logs.
import { useEffect, useRef, useState } from 'preact/hooks';
import { upload, wordsOf } from '../api';
import { whereWords } from '../applications';
import { refresh } from '../documents';
import { Link } from '../route';
import type { Imported } from '../types';
import { eventWords, sentence } from '../words';
import { handOver } from '../views/search/Import';
import { Dialog } from './Dialog';
import { Icon } from './Icon';

interface Result { name: string; text: string; done?: Imported; skipped: string[]; ok: boolean; table?: File }

const kinds: Record<Imported['kind'], string> = {
  calendar: 'a calendar', mail: 'a mail', mbox: 'a mailbox', calls: 'a call log', unknown: 'a file',
};
const MOST_LINES = 5;
const LIMIT_BYTES = 64 * 1024 * 1024;

function summary(done: Imported): string {
  const watched = new Set(done.timeline.filter((line) => line.event === 'watching').map((line) => line.interview)).size;
  const parts = [
    watched ? `${watched} new ${watched === 1 ? 'call' : 'calls'} to watch` : '',
    done.taken ? `${done.taken} ${done.taken === 1 ? 'thing' : 'things'} learnt` : '',
    done.busy ? `${done.busy} busy ${done.busy === 1 ? 'time' : 'times'}` : '',
    done.known ? `${done.known} known already` : '',
    done.unrelated ? `${done.unrelated} about no watched call` : '',
  ].filter(Boolean);
  return `${sentence(kinds[done.kind])}: ${parts.join(', ') || 'nothing in it to take'}.`;
}

async function take(file: File, asCalendar: boolean): Promise<Result> {
  if (file.size > LIMIT_BYTES)
    return { name: file.name, text: 'Too large for the page: use crickets import.', skipped: [], ok: false };
  try {
    const query = `import?name=${encodeURIComponent(file.name.slice(0, 200))}${asCalendar ? '&as=calendar' : ''}`;
    const done = await upload<Imported>(query, file);
    const table = done.kind === 'unknown' && /\.(csv|tsv|json)$/i.test(file.name) ? { table: file, skipped: [] } : {};
    const skipped = done.skipped.map((line) => sentence(line.startsWith(`${file.name}: `) ? line.slice(file.name.length + 2) : line));
    const text = skipped.length && !done.taken && !done.known && !done.busy ? 'Nothing was taken.' : summary(done);
    return { name: file.name, text: table.table ? 'No call log and no mail. Is it a table of applications?' : text, done, skipped, ok: true, ...table };
  } catch (error) {
    return { name: file.name, text: sentence(wordsOf(error)), skipped: [], ok: false };
  }
}

let bring: ((files: File[], asCalendar?: boolean) => void) | null = null;

export function FilePicker({ label, onDone, asCalendar }: { label: string; onDone?: () => void; asCalendar?: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="button" onClick={() => input.current?.click()}><Icon name="file" /> {label}</button>
      <input ref={input} type="file" multiple hidden aria-label={label} tabIndex={-1}
        accept=".ics,.eml,.mbox,.xml,.json,.csv,text/calendar,message/rfc822"
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          if (files.length) { onDone?.(); bring?.(files, asCalendar); }
        }} />
    </>
  );
}

/** What was told by it, and where that is seen. */
function CameOfIt({ done, onGo }: { done: Imported; onGo: () => void }) {
  return (
    <>
      {done.timeline.slice(0, MOST_LINES).map((line) => (
        <p key={`${line.at} ${line.event} ${line.text}`}><strong>{eventWords[line.event] ?? line.event}:</strong> <span class="break">{line.text}</span></p>
      ))}
      {done.timeline.length > MOST_LINES && <p class="quiet-text">And {done.timeline.length - MOST_LINES} more.</p>}
      {done.ids.slice(0, MOST_LINES).map((id) => <Link key={id} href={`/interviews/${id}`} onGo={onGo}>See call {id}</Link>)}
      {done.applications.slice(0, MOST_LINES).map((one) => (
        <Link key={one.id} href={`/search/applications/${one.id}`} onGo={onGo}>{one.title}: {one.asks ?? whereWords(one.stage, one.reason)}</Link>
      ))}
    </>
  );
}

export function Drop() {
  const [over, setOver] = useState(false);
  const [results, setResults] = useState<Result[] | null>(null);
  const [busy, setBusy] = useState(0);
  bring = async (files, asCalendar = false) => {
    setResults([]);
    setBusy(files.length);
    for (const file of files) {
      const result = await take(file, asCalendar);
      setResults((before) => [...(before ?? []), result]);
      setBusy((left) => left - 1);
    }
    await refresh();
  };
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const enter = (event: DragEvent) => { if (hasFiles(event)) { event.preventDefault(); setOver(true); } };
    const leave = (event: DragEvent) => { if (!event.relatedTarget) setOver(false); };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault(); // else the browser would open the file
      setOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length) bring?.(files);
    };
    addEventListener('dragenter', enter);
    addEventListener('dragover', enter);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragenter', enter);
      removeEventListener('dragover', enter);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
    };
  }, []);
  return (
    <>
      {over && (
        <div class="drop-over" aria-hidden="true">
          <div><Icon name="file" size={44} /><strong>Let go to bring it in</strong><span>Invites, mail, calendars, call logs, applications</span></div>
        </div>
      )}
      <Dialog title="What came of your files" open={results !== null} onClose={() => setResults(null)}>
        <ul class="imported" aria-live="polite">
          {results?.map((result) => (
            <li key={result.name}>
              <Icon name={result.ok ? (result.skipped.length ? 'alert' : 'check') : 'cross'} />
              <div>
                <strong class="break">{result.name}</strong>
                <p>{result.text}</p>
                {result.skipped.slice(0, 5).map((line) => <p class="quiet-text break" key={line}>{line}</p>)}
                {result.table && <Link href="/search/import" onGo={() => { if (result.table) handOver(result.table); setResults(null); }}>Look at it as applications</Link>}
                {result.done && <CameOfIt done={result.done} onGo={() => setResults(null)} />}
              </div>
            </li>
          ))}
        </ul>
        {busy > 0 && <p class="quiet-text">Reading {busy} more …</p>}
        <div class="actions"><button type="button" class="button primary" disabled={busy > 0} onClick={() => setResults(null)}>Good</button></div>
      </Dialog>
    </>
  );
}
