variable "name" {
  description = "Prefix of every name, planitai-kpi-<environment>; the instance is called so."
  type        = string
}

variable "vpc_id" {
  description = "Network of the database."
  type        = string
}

variable "subnet_ids" {
  description = "Private subnets in two zones."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "subnet_ids must name subnets in at least two zones."
  }
}

variable "client_security_group_id" {
  description = "Security group of the tasks, the only one that is let in."
  type        = string
}

variable "kms_key_arn" {
  description = "Key that encrypts storage, backups, logs, Performance Insights and the administrator's password."
  type        = string
}

variable "engine_version" {
  description = "Version of PostgreSQL; with a major version alone, minor ones follow by themselves."
  type        = string
  default     = "17"

  validation {
    condition     = can(regex("^1[5-8](\\.[0-9]+)?$", var.engine_version))
    error_message = "engine_version must be of PostgreSQL 15 to 18, which the server is tested on."
  }
}

variable "instance_class" {
  description = "Size of the instance, such as db.r6g.large."
  type        = string

  validation {
    condition     = startswith(var.instance_class, "db.")
    error_message = "instance_class must begin with db., such as db.t4g.micro."
  }
}

variable "allocated_storage_gib" {
  description = "Storage at the beginning, in GiB."
  type        = number
  default     = 20
}

variable "max_allocated_storage_gib" {
  description = "What the storage may grow to by itself, in GiB."
  type        = number

  validation {
    condition     = var.max_allocated_storage_gib > var.allocated_storage_gib
    error_message = "max_allocated_storage_gib must be more than allocated_storage_gib, or the storage cannot grow."
  }
}

variable "max_connections" {
  description = "Connections that the database takes. A task uses up to 34, and twice the tasks run during a deployment."
  type        = number
}

variable "max_locks_per_transaction" {
  description = "Size of the lock table, for each connection."
  type        = number
  default     = 256

  validation {
    condition     = var.max_locks_per_transaction >= 256
    error_message = "max_locks_per_transaction must be at least 256: migrations and dumps touch many tenants' tables at once."
  }
}

variable "multi_az" {
  description = "Keep a standby in the other zone."
  type        = bool
}

variable "backup_retention_days" {
  description = "Days that automated backups reach back."
  type        = number

  validation {
    condition     = var.backup_retention_days >= 1 && var.backup_retention_days <= 35
    error_message = "backup_retention_days must be from 1 to 35; without backups nothing can be restored."
  }
}

variable "backup_window" {
  description = "When backups are taken, in UTC."
  type        = string
  default     = "03:00-04:00"
}

variable "maintenance_window" {
  description = "When RDS may restart the database for maintenance, in UTC."
  type        = string
  default     = "mon:04:00-mon:05:00"
}

variable "final_snapshot" {
  description = "Take a snapshot before the database is deleted, and keep its automated backups."
  type        = bool
}

variable "deletion_protection" {
  description = "Refuse to delete the database."
  type        = bool
}

variable "performance_insights" {
  description = "Keep Performance Insights."
  type        = bool
}

variable "log_retention_days" {
  description = "Days that the database's logs are kept."
  type        = number
}
