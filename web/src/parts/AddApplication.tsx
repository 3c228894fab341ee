// A new application: what and where is enough, the rest can come later.
import { useState } from 'preact/hooks';
import { post, wordsOf } from '../api';
import { stages, stageWords, undo } from '../applications';
import { refresh } from '../documents';
import { go } from '../route';
import type { Application, Stage } from '../types';
import { sentence } from '../words';
import { Dialog } from './Dialog';
import { Icon } from './Icon';
import { say } from './Toast';

const empty = { company: '', role: '', url: '', source: '' };

export function AddApplication({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [draft, setDraft] = useState(empty);
  const [stage, setStage] = useState<Stage>('saved');
  const [busy, setBusy] = useState(false);
  const put = (key: keyof typeof empty) => (event: InputEvent & { currentTarget: HTMLInputElement }) => setDraft({ ...draft, [key]: event.currentTarget.value });
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    try {
      const said = Object.fromEntries(Object.entries(draft).filter(([, value]) => value.trim()));
      const added = await post<Application>('applications', { ...said, stage });
      await refresh();
      say(added.known ? 'That one is here already.' : 'It is on your board.', added.known ? undefined : { label: 'Undo', run: () => void undo(added.id) });
      setDraft(empty);
      onClose();
      go(`/search/applications/${added.id}`);
    } catch (error) {
      say(sentence(wordsOf(error)), undefined, true);
    }
    setBusy(false);
  };
  return (
    <Dialog title="A new application" open={open} onClose={onClose}>
      <form class="form" onSubmit={(e) => void submit(e)}>
        <label class="field"><span>Role</span><input type="text" value={draft.role} maxLength={400} autoFocus placeholder="Staff Engineer" onInput={put('role')} /></label>
        <label class="field"><span>Company</span><input type="text" value={draft.company} maxLength={400} placeholder="Northwind" onInput={put('company')} /></label>
        <label class="field"><span>Address of the posting, if there is one</span><input type="text" inputMode="url" value={draft.url} maxLength={400} placeholder="https://…" onInput={put('url')} /></label>
        <label class="field"><span>Where you found it</span><input type="text" value={draft.source} maxLength={400} placeholder="LinkedIn, a friend, …" onInput={put('source')} /></label>
        <label class="field"><span>Where it is now</span>
          <select value={stage} onChange={(e) => setStage(e.currentTarget.value as Stage)}>
            {stages.filter((one) => one !== 'closed' && one !== 'accepted').map((one) => <option key={one} value={one}>{stageWords[one]}</option>)}
          </select></label>
        <div class="actions"><button type="submit" class="button primary" disabled={busy || !(draft.company.trim() || draft.role.trim())}><Icon name="check" /> Keep it</button></div>
      </form>
    </Dialog>
  );
}
