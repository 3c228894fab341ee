// A table in: looked at first, each column's meaning open to correction. And everything out.
import { useEffect, useRef, useState } from 'preact/hooks';
import { upload, wordsOf } from '../../api';
import { stageWords, titleOf } from '../../applications';
import { refresh } from '../../documents';
import { Callout } from '../../parts/Bits';
import { Icon } from '../../parts/Icon';
import { Link } from '../../route';
import type { ImportedApplications } from '../../types';
import { sentence } from '../../words';

const fieldWords: Record<string, string> = {
  company: 'Company', role: 'Role', url: 'Address of the posting', source: 'Where it was found', location: 'Place', salary: 'Salary', requisition: 'Their number',
  notes: 'Notes', stage: 'Stage', reason: 'Why closed', saved: 'Day saved', applied: 'Day applied', screen: 'Day of the first talk', interview: 'Day of the interview',
  offer: 'Day of the offer', accepted: 'Day accepted', closed: 'Day closed', updated: 'Last change', next: 'Next step', next_at: 'Day of the next step',
  contact_name: 'Contact’s name', contact_email: 'Contact’s mail', contact_phone: 'Contact’s phone', crickets_id: 'Our own number',
};

let waiting: File | null = null;
let take: ((file: File) => void) | null = null;
/** A file that was dropped elsewhere and turned out to be a table. */
export function handOver(file: File) {
  if (take) take(file);
  else waiting = file;
}

type Map = Record<string, string | null>;

export function Import() {
  const [file, setFile] = useState<File | null>(null);
  const [map, setMap] = useState<Map>({});
  const [looked, setLooked] = useState<ImportedApplications | null>(null);
  const [taken, setTaken] = useState<ImportedApplications | null>(null);
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  const ask = async (table: File, meaning: Map, preview: boolean) => {
    setBusy(true);
    setProblem('');
    try {
      const mapped = Object.keys(meaning).length ? `&map=${encodeURIComponent(JSON.stringify(meaning))}` : '';
      const told = await upload<ImportedApplications>(`applications/import?preview=${String(preview)}&name=${encodeURIComponent(table.name.slice(0, 200))}${mapped}`, table);
      if (preview) setLooked(told);
      else { setTaken(told); setLooked(null); setFile(null); await refresh(); }
    } catch (error) {
      setProblem(sentence(wordsOf(error)));
      if (preview) setLooked(null);
    }
    setBusy(false);
  };
  const begin = (table: File) => {
    setFile(table);
    setMap({});
    setTaken(null);
    void ask(table, {}, true);
  };
  take = begin;
  useEffect(() => {
    if (waiting) begin(waiting);
    waiting = null;
    return () => { take = null; };
  }, []);
  const mean = (column: string, field: string) => {
    const meaning = { ...map, [column]: field || null };
    setMap(meaning);
    if (file) void ask(file, meaning, true);
  };
  const fresh = looked ? looked.applications.filter((one) => one.id === null).length : 0;
  return (
    <>
      <section class="card" aria-labelledby="in-title">
        <h2 id="in-title">Bring a table in</h2>
        <p class="quiet-text">From Huntr, Teal, JobSync, Notion or a spreadsheet of your own: CSV or JSON. You see what becomes of it before anything is kept, and nothing is dropped silently.</p>
        <div class="actions">
          <button type="button" class="button primary" onClick={() => input.current?.click()}><Icon name="file" /> Choose a file</button>
          <input ref={input} type="file" hidden aria-label="Choose a table" tabIndex={-1} accept=".csv,.tsv,.json,.txt,text/csv,application/json"
            onChange={(event) => { const table = event.currentTarget.files?.[0]; event.currentTarget.value = ''; if (table) begin(table); }} />
        </div>
        {problem && <p class="problem" role="alert">{problem}</p>}
        {taken && (
          <Callout icon="check" tone="good" title={`${taken.added} brought in.`}>
            {taken.known > 0 && `${taken.known} ${taken.known === 1 ? 'was' : 'were'} here already. `}<Link href="/search/list">See them</Link>
          </Callout>
        )}
        {taken && <Problems problems={taken.problems} />}
      </section>
      {looked && file && (
        <section class="card" aria-labelledby="look-title" aria-busy={busy}>
          <h2 id="look-title">{file.name}: what each column is</h2>
          <div class="table-scroll" tabIndex={0} role="region" aria-label="Columns, can be scrolled sideways">
            <table class="mapping">
              <thead><tr><th scope="col">Column</th><th scope="col">Filled</th><th scope="col">For example</th><th scope="col">Is</th></tr></thead>
              <tbody>
                {looked.columns.map((column) => (
                  <tr key={column.column}>
                    <th scope="row" class="break">{column.column}</th>
                    <td>{column.filled}</td>
                    <td class="break">{column.sample}</td>
                    <td><select aria-label={`What ${column.column} is`} value={column.field ?? ''} onChange={(e) => mean(column.column, e.currentTarget.value)}>
                      <option value="">Kept under its name</option>
                      {looked.fields.map((field) => <option key={field} value={field}>{fieldWords[field] ?? field}</option>)}
                    </select></td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {looked.order_assumed && <Callout icon="question" tone="warn" title="Please check the dates:">3/4/2026 is read as {looked.day_first ? '3 April' : '4 March'}.</Callout>}
          <h3>{looked.applications.length === 1 ? '1 application' : `${looked.applications.length} applications`}, {fresh} new</h3>
          <ul class="rows">
            {looked.applications.slice(0, 8).map((one) => (
              <li key={one.line}><div class="row-link"><span class="row-main"><strong class="break">{titleOf(one)}</strong></span>
                <span class="row-side quiet-text">{one.id ? 'here already' : stageWords[one.stage]}</span></div></li>
            ))}
          </ul>
          {looked.applications.length > 8 && <p class="quiet-text">And {looked.applications.length - 8} more.</p>}
          <Problems problems={looked.problems} />
          <div class="actions">
            <button type="button" class="button primary" disabled={busy || fresh === 0} onClick={() => void ask(file, map, false)}><Icon name="check" /> {fresh === 1 ? 'Bring it in' : `Bring ${fresh} in`}</button>
            <button type="button" class="button quiet" onClick={() => { setLooked(null); setFile(null); }}>Leave it</button>
          </div>
        </section>
      )}
      <section class="card" aria-labelledby="out-title">
        <h2 id="out-title">Take it along</h2>
        <p class="quiet-text">CSV and JSON come in again without loss; the calendar holds what is due and planned.</p>
        <div class="actions">
          <a class="button" href="/api/v1/applications/export?as=csv" download="applications.csv"><Icon name="download" /> CSV</a>
          <a class="button" href="/api/v1/applications/export?as=json" download="applications.json"><Icon name="download" /> JSON</a>
          <a class="button" href="/api/v1/applications/export?as=ics" download="applications.ics"><Icon name="calendar" /> Calendar</a>
        </div>
      </section>
    </>
  );
}

function Problems({ problems }: { problems: string[] }) {
  if (problems.length === 0) return null;
  return (
    <Callout icon="alert" tone="warn" title={problems.length === 1 ? 'One thing was not taken as it stands:' : `${problems.length} things were not taken as they stand:`}>
      <ul>{problems.slice(0, 12).map((problem) => <li key={problem} class="break">{problem}</li>)}{problems.length > 12 && <li>And {problems.length - 12} more.</li>}</ul>
    </Callout>
  );
}
