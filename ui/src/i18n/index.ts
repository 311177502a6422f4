import i18n from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../format/periodLabel';
import en from './en';
import ja from './ja';
import ko from './ko';

export const LANGUAGES: readonly (readonly [Language, string])[] = [
  ['en', 'English'],
  ['ko', '한국어'],
  ['ja', '日本語'],
];

const isLanguage = (tag: string): tag is Language => LANGUAGES.some(([code]) => code === tag);

/** The language that boot.js chose before the first paint. */
function initialLanguage(): Language {
  const tag = document.documentElement.lang;
  return isLanguage(tag) ? tag : 'en';
}

i18n.use(initReactI18next).init({
  lng: initialLanguage(),
  fallbackLng: 'en',
  resources: { en: { translation: en }, ko: { translation: ko }, ja: { translation: ja } },
  interpolation: { escapeValue: false },
});

i18n.on('languageChanged', (language) => {
  document.documentElement.lang = language;
});

export function chooseLanguage(language: Language) {
  localStorage.setItem('language', language);
  return i18n.changeLanguage(language);
}

export const currentLanguage = (): Language => (isLanguage(i18n.language) ? i18n.language : 'en');

export default i18n;
