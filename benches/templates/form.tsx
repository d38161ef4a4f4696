import { type FormEvent, useEffect, useState } from 'react';
import { Button } from '../../../components/Button';
import { Field } from '../../../components/Field';
import { useSave@Thing@ } from '../hooks/useSave@Thing@';
import type { @Thing@, @Thing@Input } from '../types';
import { validate@Thing@ } from '../utils';

const EMPTY: @Thing@Input = { name: '', @field@: '', active: true };

interface @Name@Props {
  @thing@?: @Thing@;
  onSaved?: (@thing@: @Thing@) => void;
  onCancel?: () => void;
}

export function @Name@({ @thing@, onSaved, onCancel }: @Name@Props) {
  const [input, setInput] = useState<@Thing@Input>(@thing@ ?? EMPTY);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const { save, isSaving, error } = useSave@Thing@();

  useEffect(() => {
    setInput(@thing@ ?? EMPTY);
    setErrors({});
  }, [@thing@]);

  function change<K extends keyof @Thing@Input>(key: K, value: @Thing@Input[K]) {
    setInput((current) => ({ ...current, [key]: value }));
  }

  async function handleSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const found = validate@Thing@(input);
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    const saved = await save(input, @thing@?.id);
    if (saved) onSaved?.(saved);
  }

  return (
    <form className="@css@" onSubmit={handleSubmit} noValidate>
      <Field label="Name" error={errors.name}>
        <input value={input.name} onChange={(event) => change('name', event.target.value)} />
      </Field>
      <Field label="@Field@" error={errors.@field@}>
        <input value={input.@field@} onChange={(event) => change('@field@', event.target.value)} />
      </Field>
      <label className="@css@__toggle">
        <input
          type="checkbox"
          checked={input.active}
          onChange={(event) => change('active', event.target.checked)}
        />
        Active
      </label>
      {error && <p role="alert">{error.message}</p>}
      <footer>
        <Button kind="ghost" onClick={onCancel}>
          Cancel
        </Button>
        <Button kind="primary" type="submit" disabled={isSaving}>
          {isSaving ? 'Saving…' : 'Save @thing@'}
        </Button>
      </footer>
    </form>
  );
}
