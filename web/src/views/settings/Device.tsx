// What concerns this browser only.
import { useState } from 'preact/hooks';
import { askForNotifications, notificationState } from '../../notify';
import { preference, setPreference, type Theme } from '../../preferences';
import { Icon } from '../../parts/Icon';
import { canInstall, install } from '../../install';
import { StoryPicker } from '../Welcome';

const themes: [Theme, string][] = [['auto', 'As this device'], ['light', 'Light'], ['dark', 'Dark']];

export function Device() {
  const [theme, setTheme] = useState(preference('theme'));
  const [keys, setKeys] = useState(preference('keys'));
  const [told, setTold] = useState(notificationState());
  return (
    <>
      <section class="card" id="device" aria-labelledby="device-title">
        <h2 id="device-title">This device</h2>
        <fieldset class="choices">
          <legend>Colours</legend>
          {themes.map(([value, text]) => (
            <label key={value}><input type="radio" name="theme" value={value} checked={theme === value}
              onChange={() => { setTheme(value); setPreference('theme', value); }} /> {text}</label>
          ))}
        </fieldset>
        <label class="check"><input type="checkbox" checked={keys === 'on'}
          onChange={(e) => { const value = e.currentTarget.checked ? 'on' : 'off'; setKeys(value); setPreference('keys', value); }} />
          <span>Keyboard shortcuts of one key <span class="quiet-text">(press ? to see them)</span></span></label>
        <div class="row">
          <div>
            <h3>Notifications while this page is open</h3>
            <p class="quiet-text">{told === 'granted' ? 'On: you are told when the hour comes, when nobody called and when they answer.'
              : told === 'denied' ? 'Your browser has them switched off for this page.'
              : told === 'none' ? 'This browser has none.' : 'You are told when the hour comes, when nobody called and when they answer.'}</p>
          </div>
          {told === 'default' && <button type="button" class="button" onClick={async () => setTold(await askForNotifications())}><Icon name="bell" /> Switch on</button>}
        </div>
        {canInstall() && (
          <div class="row">
            <div><h3>As an app</h3><p class="quiet-text">Puts crickets among your programs; it opens without a browser’s frame.</p></div>
            <button type="button" class="button" onClick={() => void install()}><Icon name="download" /> Install</button>
          </div>
        )}
      </section>
      <StoryPicker />
    </>
  );
}
