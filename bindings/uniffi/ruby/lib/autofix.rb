# frozen_string_literal: true

require 'io/wait' # Ruby before 3.2 has IO#wait_readable only with it.

# Where the engine's library is: beside this file, or where AUTOFIX_LIBRARY says.
module AutoFixLibrary
  def self.path
    ENV.fetch('AUTOFIX_LIBRARY') { File.expand_path('libautofix_uniffi.so', __dir__) }
  end
end

require_relative 'autofix/generated/autofix'

# Finds and repairs the errors of one project, in this process.
module Autofix
  # A kind of repair. A method that raises or does not answer in time loses the plugin's own fix only.
  class Plugin

    # The types of issues that it repairs, its name and its version.
    def initialize(name:, version: '0.0.0', supported_errors: [], summary: '', max_safety: nil)
      @description = PluginDescription.new(
        name: name, version: version, summary: summary, supported_errors: supported_errors, max_safety: max_safety
      )
    end

    def describe
      @description
    end

    # Reads the error. The text that it answers is given to generate_fix.
    def analyze(_issue, _project)
      ''
    end

    # Proposes fixes, best first.
    def generate_fix(_analysis, _project)
      raise NotImplementedError, "#{self.class} has no generate_fix"
    end

    # A last word on a fix of its own: nil accepts, a text is the reason against it.
    def validate_fix(_fix, _project)
      nil
    end
  end

  # Opens a project: a folder, or texts by path.
  def self.open(plugins: [], **options)
    AutoFix.new(AutoFixOptions.new(**options), plugins)
  end
end
