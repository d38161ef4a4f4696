import AutoFix from '@autofix/sdk';
import { autofixInstrumentation } from '@autofix/sdk/next';

export const { register, onRequestError } = autofixInstrumentation(() => {
  const autofix = new AutoFix();
  autofix.on('issue_reported', (issue) => {
    console.log(`reported: ${issue.message} at ${issue.context?.request?.route}`);
  });
  return autofix;
});
