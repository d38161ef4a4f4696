# frozen_string_literal: true

Gem::Specification.new do |gem|
  gem.name = 'autofix'
  gem.version = '0.1.0'
  gem.platform = Gem::Platform.new('x86_64-linux')
  gem.summary = 'Finds the root cause of an error in a project, repairs it, proves the repair, takes it back'
  gem.authors = ['The AutoFix authors']
  gem.license = 'MIT'
  gem.homepage = 'https://github.com/autofix-dev/autofix'
  gem.required_ruby_version = '>= 3.1'
  gem.files = Dir['lib/**/*', 'README.md', 'LICENSE']
  gem.add_dependency 'ffi', '~> 1.15'
  gem.metadata['rubygems_mfa_required'] = 'true'
end
