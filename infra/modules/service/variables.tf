variable "name" {
  description = "Prefix of every name, planitai-kpi-<environment>; the cluster and the service are called so."
  type        = string
}

variable "environment" {
  description = "ENVIRONMENT of the server: staging or production."
  type        = string

  validation {
    condition     = contains(["staging", "production"], var.environment)
    error_message = "environment must be staging or production."
  }
}

variable "image" {
  description = "Image of the first revision, by digest; a release brings its own."
  type        = string

  validation {
    condition     = can(regex("^[^@:]+(:[0-9]+)?[^@:]*@sha256:[0-9a-f]{64}$", var.image))
    error_message = "image must be <repository>@sha256:<64 hexadecimal digits>: a tag can be moved, a digest cannot."
  }
}

variable "repository_arn" {
  description = "ECR repository that the image comes from."
  type        = string
}

variable "cpu" {
  description = "Processor of a task in units of 1/1024."
  type        = number
}

variable "memory_mib" {
  description = "Memory of a task in MiB."
  type        = number
}

variable "desired_count" {
  description = "Tasks at the beginning; from then on autoscaling decides."
  type        = number
}

variable "scaling" {
  description = "Least and most tasks, and how many requests a minute one should serve."
  type = object({
    min                 = number
    max                 = number
    requests_per_minute = number
  })

  validation {
    condition     = var.scaling.min >= 1 && var.scaling.max >= var.scaling.min
    error_message = "scaling.min must be at least 1 and scaling.max at least scaling.min."
  }
}

variable "capacity_provider" {
  description = "Capacity of the service: FARGATE, or FARGATE_SPOT, which AWS may take away with two minutes' notice."
  type        = string

  validation {
    condition     = contains(["FARGATE", "FARGATE_SPOT"], var.capacity_provider)
    error_message = "capacity_provider must be FARGATE or FARGATE_SPOT."
  }
}

variable "subnet_ids" {
  description = "Private subnets of the tasks."
  type        = list(string)
}

variable "security_group_id" {
  description = "Security group of the tasks."
  type        = string
}

variable "target_group_arn" {
  description = "Target group that the tasks register with."
  type        = string
}

variable "target_group_arn_suffix" {
  description = "Target group as autoscaling names it."
  type        = string
}

variable "load_balancer_arn_suffix" {
  description = "Load balancer as autoscaling names it."
  type        = string
}

variable "deployment_alarm_names" {
  description = "Alarms that stop a deployment and bring the last one back."
  type        = list(string)

  validation {
    condition     = length(var.deployment_alarm_names) > 0
    error_message = "deployment_alarm_names must name at least one alarm."
  }
}

variable "server_log_group" {
  description = "Log group of the server."
  type        = string
}

variable "migrate_log_group" {
  description = "Log group of migrations."
  type        = string
}

variable "kms_key_arn" {
  description = "Key of the secrets and the files."
  type        = string
}

variable "files_bucket" {
  description = "Bucket of the files."
  type        = string
}

variable "files_bucket_arn" {
  description = "Its ARN."
  type        = string
}

variable "database_url" {
  description = "DATABASE_URL without a password."
  type        = string

  validation {
    condition     = !can(regex("://[^/@]*:[^/@]*@", var.database_url))
    error_message = "database_url must not carry a password: a task definition can be read by everyone who may describe it."
  }
}

variable "database_administrator_secret_arn" {
  description = "Secret with the administrator's password under the key password; only migrations get it."
  type        = string
}

variable "master_key_secret_arn" {
  description = "Secret with MASTER_KEY."
  type        = string
}

variable "redis_url_secret_arn" {
  description = "Secret with REDIS_URL."
  type        = string
}

variable "operator_email" {
  description = "Operator that exists from the first start on; null for none."
  type        = string
  default     = null
}

variable "operator_password_secret_arn" {
  description = "Secret with that operator's first password."
  type        = string
}

variable "trace_endpoint" {
  description = "OTLP endpoint that traces are sent to, over HTTPS on port 443; null sends none."
  type        = string
  default     = null

  validation {
    condition     = var.trace_endpoint == null || can(regex("^https://[^/:?#@]+(:443)?(/.*)?$", var.trace_endpoint))
    error_message = "trace_endpoint must be https://<host>[:443][/<path>]: tasks reach nothing outside but port 443."
  }
}

variable "trace_sample_ratio" {
  description = "Share of the requests that are traced, from 0 to 1."
  type        = number
  default     = 0.05
}

variable "settings" {
  description = "Further environment variables of the server that are no secrets, such as SIGNUP."
  type        = map(string)
  default     = {}

  validation {
    condition     = !anytrue([for variable in keys(var.settings) : can(regex("(PASSWORD|SECRET|TOKEN|KEY|REDIS_URL|DATABASE_URL)$", variable))])
    error_message = "settings must hold no secrets: they stand in the task definition in plain sight. Give them a secret of their own."
  }
}
