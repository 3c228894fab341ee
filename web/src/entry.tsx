// Where one comes in: to the page, or, of a service and without a session, to its door.
import { useEffect } from 'preact/hooks';
import { App } from './app';
import { useDocument } from './documents';
import { later } from './later';
import { Mark } from './parts/Icon';
import { useRoute } from './route';
import type { Now, WaysIn } from './types';
import { write } from './when';

const Door = later((rest) => rest.Door);
const DOORS = /^\/(sign-in|invitation|forgotten|reset|address)$/;

export function Entry() {
  const route = useRoute();
  const { data: now, problem } = useDocument<Now>('now');
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
