//! Visits every text of a configuration with the path of its key.

use super::{
    Config, CustomLogs, Deployment, Email, EnvironmentVariable, FixPattern, GitHub, Interpolated, Monitoring,
    Notifications, Project, Secret, Sentry, Slack, Target,
};

pub(super) trait Walk {
    fn walk(&mut self, key: &str, visit: &mut dyn FnMut(&str, &mut Interpolated));
}

impl Walk for Interpolated {
    fn walk(&mut self, key: &str, visit: &mut dyn FnMut(&str, &mut Interpolated)) {
        visit(key, self);
    }
}

impl Walk for Secret {
    fn walk(&mut self, key: &str, visit: &mut dyn FnMut(&str, &mut Interpolated)) {
        visit(key, &mut self.0);
    }
}

impl Walk for EnvironmentVariable {
    fn walk(&mut self, key: &str, visit: &mut dyn FnMut(&str, &mut Interpolated)) {
        visit(key, &mut self.0);
    }
}

impl<T: Walk> Walk for Option<T> {
    fn walk(&mut self, key: &str, visit: &mut dyn FnMut(&str, &mut Interpolated)) {
        if let Some(value) = self {
            value.walk(key, visit);
        }
    }
}

impl<T: Walk> Walk for Vec<T> {
    fn walk(&mut self, key: &str, visit: &mut dyn FnMut(&str, &mut Interpolated)) {
        for (index, value) in self.iter_mut().enumerate() {
            value.walk(&format!("{key}[{index}]"), visit);
        }
    }
}

macro_rules! walk {
    ($($section:ident { $($field:ident),* })*) => {
        $(impl Walk for $section {
            fn walk(&mut self, key: &str, visit: &mut dyn FnMut(&str, &mut Interpolated)) {
                $({
                    let name = stringify!($field);
                    let path = if key.is_empty() { name.to_owned() } else { format!("{key}.{name}") };
                    self.$field.walk(&path, visit);
                })*
            }
        })*
    };
}

walk! {
    Config { project, monitoring, deployment, fix_patterns, notifications }
    Project { id, name, repository }
    Monitoring { sentry, github, custom_logs }
    Sentry { dsn }
    GitHub { webhook_secret }
    CustomLogs { frontend_path, backend_path }
    Deployment { frontend, backend }
    Target { build_command, build_path, deploy_branch, entry_point, environment_vars }
    FixPattern { template }
    Notifications { slack, email }
    Slack { webhook_url, channels }
    Email { recipients }
}
