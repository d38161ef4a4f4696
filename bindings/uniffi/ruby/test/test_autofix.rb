# frozen_string_literal: true

require 'minitest/autorun'
require 'pathname'
require 'tmpdir'
require 'autofix'

SERVER = "const express = require('express');\nconst cors = require('cors');\n\nconst app = express();\n" \
         "app.get('/api/x', (req, res) => res.json({}));\napp.listen(4000);\n"
MANIFEST = %({ "name": "shop", "dependencies": { "cors": "^2.8.5", "express": "^4.19.2" } }\n)
CORS = "Access to fetch at 'http://localhost:4000/api/x' from origin 'http://localhost:5173' has been " \
       "blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
FILES = { 'server.js' => SERVER, 'package.json' => MANIFEST }.freeze

# Every vector is a folder: `files/`, `log`, `expected.json`.
class TestVectors < Minitest::Test
  Pathname(ENV.fetch('AUTOFIX_VECTORS')).glob('*/*').sort.each do |folder|
    define_method("test_#{folder.parent.basename}_#{folder.basename}") do
      root = folder / 'files'
      files = root.glob('**/*', File::FNM_DOTMATCH).select(&:file?)
      files = files.to_h { |file| [file.relative_path_from(root).to_s, file.binread.force_encoding('UTF-8')] }
      report = Autofix.open(files: files).repair_log((folder / 'log').binread.force_encoding('UTF-8'))
      assert_equal (folder / 'expected.json').read(encoding: 'UTF-8'), Autofix.fix_report_to_json(report)
    end
  end
end

# What a user touches.
class TestAutoFix < Minitest::Test
  # Hears what happens.
  class Ear
    attr_reader :heard

    def initialize
      @heard = []
    end

    def on_event(event)
      @heard << event.class.name.split('::').last.downcase
    end
  end

  # A plugin made of a block.
  class Flags < Autofix::Plugin
    def initialize(&make)
      super(name: 'flags', version: '1.0.0', supported_errors: ['flag_error'])
      @make = make
    end

    def analyze(issue, _project)
      issue.message.split(': ').last
    end

    def generate_fix(analysis, project)
      raise "not the analysis: #{analysis}" unless analysis == 'dark_mode'

      @make.call(project)
    end
  end

  def flagged(&make)
    files = { 'flags.txt' => "a\n" }
    autofix = Autofix.open(files: files, plugin_timeout: 300, plugins: [Flags.new(&make)])
    report = Autofix::IssueReport.new(message: 'unknown flag: dark_mode', type: 'flag_error')
    [autofix, autofix.generate_fix(autofix.report_issue(report))]
  end

  def test_a_folder_is_repaired_and_restored_byte_for_byte
    Dir.mktmpdir do |root|
      FILES.each { |path, text| File.write(File.join(root, path), text) }
      server = File.join(root, 'server.js')
      autofix = Autofix.open(root: root)
      autofix.listen(ear = Ear.new)
      fix = autofix.repair_log(CORS).fix
      assert autofix.validate_fix(fix).passed
      assert_equal Autofix::FixState::APPLIED, autofix.apply_fix(fix).state
      assert_includes File.read(server), 'http://localhost:5173'
      assert_equal [fix.id], autofix.get_status.fixes.map(&:id)
      autofix.rollback_fix(fix.id)
      assert_equal SERVER, File.read(server)
      assert_equal %w[issue_reported fix_generated fix_validated fix_validated fix_applied fix_rolled_back], ear.heard
      File.write(server, "// mine\n#{SERVER}")
      assert_equal 'stale', assert_raises(Autofix::AutoFixError::Refused) { autofix.apply_fix(fix) }.code
    end
  end

  def test_refusals_have_codes
    refusal = assert_raises(Autofix::AutoFixError::Refused) { Autofix.open(endpoint: 'http://localhost') }
    assert_equal 'not_supported', refusal.code
    report = Autofix::IssueReport.new(message: '')
    refusal = assert_raises(Autofix::AutoFixError::Refused) { Autofix.open(files: {}).report_issue(report) }
    assert_equal 'invalid_input', refusal.code
  end

  def test_a_plugin_reads_the_project_and_yields_an_applied_fix
    autofix, report = flagged do |project|
      raise 'not the files' unless project.list_files == ['flags.txt']

      content = "#{project.read_file('flags.txt')}dark_mode\n"
      change = Autofix::ProposedChange.new(file: 'flags.txt', action: Autofix::Action::MODIFY, content: content)
      [Autofix::ProposedFix.new(changes: [change])]
    end
    assert_empty report.rejections.map(&:reason)
    autofix.apply_fix(report.fix)
    assert_equal "a\ndark_mode\n", autofix.read_file('flags.txt')
  end

  def test_a_plugin_that_raises_declines_or_hangs_loses_its_own_fix_only
    reasons = [
      ['boom', -> { raise 'boom' }],
      ['not mine', -> { raise Autofix::PluginError::Declined.new(reason: 'not mine') }],
      ['300 ms', -> { sleep 5 }]
    ]
    reasons.each do |reason, make|
      _, report = flagged { make.call }
      assert_nil report.fix
      assert_includes report.rejections.map(&:reason).join, reason
    end
  end
end
