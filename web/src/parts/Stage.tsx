// The stage of an application, and the ways to change it.
import { useState } from 'preact/hooks';
import { move, reasons, reasonWords, stages, stageWords, whereWords } from '../applications';
import type { ApplicationRow, CloseReason, Stage } from '../types';
import { Dialog } from './Dialog';
import { Icon, type IconName } from './Icon';

export const stageIcons: Record<Stage, IconName> = {
  saved: 'file', applied: 'send', screen: 'phone', interview: 'people', offer: 'heart', accepted: 'check', closed: 'close',
};

export const StageChip = ({ stage, reason }: { stage: Stage; reason: CloseReason | null }) => (
  <span class={`chip stage-${stage}`}><Icon name={stageIcons[stage]} size={14} /> {whereWords(stage, reason)}</span>
);

/** Closing asks why; everything else is one tap. */
export function MoveDialog({ one, open, onClose }: { one: ApplicationRow | null; open: boolean; onClose: () => void }) {
  const [closing, setClosing] = useState(false);
  const done = () => { setClosing(false); onClose(); };
  const go = async (stage: Stage, reason?: CloseReason) => {
    if (!one) return;
    done();
    await move(one.id, stage, reason);
  };
  return (
    <Dialog title={closing ? 'What became of it?' : 'Where is it now?'} open={open} onClose={done}>
      {closing ? (
        <div class="move-list">
          {reasons.map((reason) => <button key={reason} type="button" class="button" onClick={() => void go('closed', reason)}>{reasonWords[reason]}</button>)}
        </div>
      ) : (
        <div class="move-list">
          {stages.map((stage) => (
            <button key={stage} type="button" class="button" aria-current={one?.stage === stage ? 'step' : undefined} disabled={one?.stage === stage && stage !== 'closed'}
              onClick={() => { if (stage === 'closed') setClosing(true); else void go(stage); }}>
              <Icon name={stageIcons[stage]} /> {stageWords[stage]}{one?.stage === stage && <span class="quiet-text"> (now)</span>}
            </button>
          ))}
        </div>
      )}
    </Dialog>
  );
}

/** Asks why something is closed; null: nothing is asked. */
export function CloseDialog({ id, onClose }: { id: number | null; onClose: () => void }) {
  return (
    <Dialog title="What became of it?" open={id !== null} onClose={onClose}>
      <div class="move-list">
        {reasons.map((reason) => (
          <button key={reason} type="button" class="button" onClick={() => { onClose(); if (id !== null) void move(id, 'closed', reason); }}>{reasonWords[reason]}</button>
        ))}
      </div>
    </Dialog>
  );
}
