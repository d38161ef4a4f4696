# frozen_string_literal: true

# Repairs what the log of a project tells, in memory: the folder itself is only read.

require 'autofix'
require 'pathname'

root = Pathname(ARGV.first || 'examples/broken-shop')
paths = root.glob('**/*').select { |path| path.file? && path.extname != '.log' && !path.to_s.include?('node_modules') }
files = paths.to_h { |path| [path.relative_path_from(root).to_s, path.read(encoding: 'UTF-8')] }

autofix = Autofix.open(files: files)
report = autofix.repair_log((root / 'browser.log').read(encoding: 'UTF-8'))
puts "#{report.issue.type}: #{report.issue.message}"
abort report.rejections.map { |it| "#{it.plugin}: #{it.reason}" }.join("\n") unless report.fix

puts report.fix.description
report.fix.changes.each { |change| print change.diff }
autofix.apply_fix(report.fix)
puts "applied: #{autofix.get_status.fixes.map(&:id).join(', ')}"
