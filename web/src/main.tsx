import { render } from 'preact';
import { startLive } from './live';
import { startNotifications } from './notify';
import { showTheme } from './preferences';
import { Entry } from './views/Door';
import './install';

showTheme();
const page = document.getElementById('page');
if (page) {
  page.textContent = '';
  render(<Entry />, page);
}
startLive();
startNotifications();

if ('serviceWorker' in navigator) {
  // The one address that may become a worker, where the browser demands that it be said.
  const policy = (window as unknown as { trustedTypes?: { createPolicy(name: string, rules: object): { createScriptURL(url: string): string } } })
    .trustedTypes?.createPolicy('crickets', { createScriptURL: (url: string) => { if (url !== '/sw.js') throw new TypeError(url); return url; } });
  navigator.serviceWorker.register(policy ? policy.createScriptURL('/sw.js') : '/sw.js').catch(() => undefined);
}
