// Where one comes in: to the page, or, of a service and without a session, to its door.
import { useEffect, useMemo } from 'preact/hooks';
import { App } from './app';
import { useNow } from './clock';
import { refresh, useDocument } from './documents';
import { later } from './later';
import { Mark } from './parts/Icon';
import { useRoute } from './route';
import type { Now, WaysIn } from './types';
import { dateOf, localNow, write } from './when';

const Door = later((rest) => rest.Door);
const DOORS = /^\/(sign-in|invitation|forgotten|reset|address)$/;

/** A page that is left open over midnight: "tomorrow" has become "today", also while the server is out of reach. */
function useDays(read: Now | null): Now | null {
  const local = localNow(useNow(60_000), read?.now ?? '');
  const day = read && dateOf(local) > dateOf(read.now) ? dateOf(local) : null;
  useEffect(() => { if (day) void refresh(); }, [day]);
  return useMemo(() => read && day ? { ...read, now: local } : read, [read, day]);
}

export function Entry() {
  const route = useRoute();
  const { data, problem } = useDocument<Now>('now');
  const now = useDays(data);
  if (now) write(now);
  const outside = DOORS.test(route) || problem?.code === 'sign-in';
  const { data: ways } = useDocument<WaysIn>(outside ? 'sign-in' : null);
  useEffect(() => { if (outside) document.title = `${ways?.service ?? 'crickets'}`; }, [outside, ways?.service]);
  if (!outside) return <App route={route} now={now} problem={problem} />;
  return (
    <div class="door">
      <header class="door-head"><Mark size={56} /><p>{ways?.service ?? ' '}</p></header>
      <main id="main" tabIndex={-1}><Door route={route} key={route} /></main>
    </div>
  );
}
