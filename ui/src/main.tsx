import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './styles/mantine.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/shell.css';
import './styles/tree.css';
import './styles/inspector.css';
import './styles/outline.css';
import './styles/kpi.css';
import { App } from './App';
import './i18n';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
