import { FixPlugin } from '@autofix/sdk';
// CORS 修正插件
class CorsFixPlugin extends FixPlugin {
  constructor() {
    super({
      name: 'cors-fix',
      version: '1.0.0',
      supportedErrors: ['cors_error', 'cors_policy_blocked']
    });
  }
  
  async analyze(errorContext) {
    return {
      errorType: 'cors_error',
      severity: 'high',
      affectedFiles: ['server.js'],
      suggestedFix: 'add_cors_middleware'
    };
  }
  
  async generateFix(analysisResult) {
    return {
      changes: [
        {
          file: 'server.js',
          action: 'insert',
          position: 'after_express_init',
          code: `
// CORS 配置
app.use(cors({
  origin: [
    'http://localhost:3000',
    'https://your-frontend-domain.com'
  ],
  credentials: true
}));`
        }
      ]
    };
  }
}
