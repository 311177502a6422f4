import { PasswordInput, TextInput, type TextInputProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const CLASSES = {
  label: 'field-label',
  description: 'field-hint',
  error: 'field-error',
  input: 'field-input',
};
const ORDER: TextInputProps['inputWrapperOrder'] = ['label', 'input', 'error', 'description'];

interface Props {
  name: string;
  label: string;
  hint?: string;
  fault?: string;
  type?: string;
  autoComplete: string;
  value: string;
  onChange: (value: string) => void;
}

export function Field({ name, label, hint, fault, type, autoComplete, value, onChange }: Props) {
  return (
    <TextInput
      name={name}
      label={label}
      description={hint}
      error={fault}
      type={type}
      autoComplete={autoComplete}
      autoCapitalize="none"
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      required
      withAsterisk={false}
      classNames={CLASSES}
      inputWrapperOrder={ORDER}
    />
  );
}

export function PasswordField({ name, label, hint, fault, autoComplete, value, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <PasswordInput
      name={name}
      label={label}
      description={hint}
      error={fault}
      autoComplete={autoComplete}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      required
      withAsterisk={false}
      classNames={{ ...CLASSES, innerInput: 'field-inner' }}
      inputWrapperOrder={ORDER}
      visibilityToggleButtonProps={{ 'aria-label': t('auth.showPassword') }}
    />
  );
}
