// Who the candidate is: letters are signed with it, and mistyped numbers noticed by it.
import { useEffect, useState } from 'preact/hooks';
import { put } from '../../api';
import { useDeed } from '../../deed';
import { refresh, useDocument } from '../../documents';
import { say } from '../../parts/Toast';
import type { Profile, Session } from '../../types';

const zones: string[] = 'supportedValuesOf' in Intl
  ? (Intl as unknown as { supportedValuesOf(key: string): string[] }).supportedValuesOf('timeZone') : [];

/** "chicago" is America/Chicago. */
const meantZone = (text: string) => {
  const lower = text.toLowerCase().replace(/ /g, '_');
  return zones.find((zone) => zone.toLowerCase() === lower) ?? zones.find((zone) => zone.toLowerCase().endsWith(`/${lower}`)) ?? text;
};

export function ProfileForm() {
  const { data } = useDocument<Profile>('profile');
  const member = useDocument<Session>('session').data?.member;
  const [draft, setDraft] = useState<Profile | null>(null);
  const { busy, problem, run } = useDeed();
  useEffect(() => {
    if (!data || draft) return;
    setDraft({ ...data, zone: data.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone });
  }, [data]);
  const shown = draft ?? { name: '', emails: [], phone: '', zone: '', country: '' };
  const edit = (part: Partial<Profile>) => setDraft({ ...shown, ...part });
  const save = (event: Event) => {
    event.preventDefault();
    void run(async () => {
      const clean = (text: string | null) => text?.trim() || null;
      const kept = await put<Profile>('profile', {
        name: clean(shown.name), phone: clean(shown.phone), zone: meantZone(clean(shown.zone) ?? '') || null,
        country: clean(shown.country)?.toUpperCase() ?? null,
        emails: shown.emails.map((email) => email.trim()).filter(Boolean),
      });
      setDraft((now) => (now === draft ? kept : now)); // unless they write on
      await refresh();
      say('Saved.');
    });
  };
  return (
    <section class="card" id="you" aria-labelledby="you-title">
      <h2 id="you-title">You</h2>
      <p class="quiet-text">Letters are signed with this, and a number that they mistyped is noticed by it.{member ? '' : ' It stays on this machine.'}</p>
      <form class="form" onSubmit={save}>
        <label class="field"><span>Name, as letters are signed</span>
          <input type="text" autoComplete="name" value={shown.name ?? ''} maxLength={120} onInput={(e) => edit({ name: e.currentTarget.value })} /></label>
        <label class="field"><span>E-mail addresses, one a line; letters come from the first</span>
          <textarea class="short" rows={Math.max(2, shown.emails.length)} value={shown.emails.join('\n')} autoComplete="email"
            onInput={(e) => edit({ emails: e.currentTarget.value.split('\n') })} /></label>
        <div class="pair">
          <label class="field"><span>Phone number</span>
            <input type="tel" autoComplete="tel" value={shown.phone ?? ''} maxLength={40} onInput={(e) => edit({ phone: e.currentTarget.value })} /></label>
          <label class="field"><span>Country, two letters</span>
            <input type="text" autoComplete="country" value={shown.country ?? ''} maxLength={2} pattern="[A-Za-z]{2}" placeholder="US"
              onInput={(e) => edit({ country: e.currentTarget.value })} /></label>
        </div>
        <label class="field"><span>Time zone</span>
          <input type="text" list="zones" value={shown.zone ?? ''} maxLength={64} placeholder="America/Chicago" onInput={(e) => edit({ zone: e.currentTarget.value })} /></label>
        <datalist id="zones">{zones.map((zone) => <option key={zone} value={zone} />)}</datalist>
        {problem && <p class="problem" role="alert">{problem}</p>}
        <div class="actions"><button type="submit" class="button primary" disabled={busy || !draft}>Save</button></div>
      </form>
    </section>
  );
}
