// JavaScript SDK
import AutoFix from '@autofix/sdk';

const autofix = new AutoFix({
  projectId: 'proj_12345',
  apiToken: 'your-api-token',
  environment: 'production'
});

// 手動回報問題
await autofix.reportIssue({
  type: 'custom_error',
  message: 'Something went wrong',
  context: { userId: '123', action: 'login' }
});

// 監聽修正狀態
autofix.on('fix_applied', (fix) => {
  console.log('Fix applied:', fix.id);
});

// 取得專案狀態
const status = await autofix.getStatus();
