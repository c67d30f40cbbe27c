import type { ClassifierInput } from '../dataset';
import { classifierInputs } from './define';

const AGENT = 'You are an autonomous agent. Use the tools to finish the task; do not ask back.';

export const AGENTIC_EXECUTION_INPUTS: readonly ClassifierInput[] = [
  ...classifierInputs('agentic_execution', 'tool_usage', [
    {
      topic: 'create-ticket',
      prompt: 'Create a ticket "Update the imprint" for Dana, due on Friday, in the project WEB.',
      system: AGENT,
      toolsOffered: true,
      labels: ['low', 'small', 'command_execution', 'low', true],
    },
    {
      topic: 'calendar-slots',
      prompt:
        'Look at the calendars of Ann, Bo and Cem for next week and book the first hour in which all three are free and nobody has to come in before nine in their own time zone.',
      system: AGENT,
      toolsOffered: true,
      labels: ['medium', 'medium', 'command_execution', 'medium', true],
    },
    {
      topic: 'search-and-summarise',
      prompt:
        'Use the search tool to find last month’s customer mails that mention "refund" and file each under one of our six categories with the label tool.',
      system: AGENT,
      toolsOffered: true,
      promptTokens: 14_000,
      labels: ['medium', 'medium', 'command_execution', 'low', true],
    },
    {
      topic: 'convert-file',
      prompt: 'Convert report.csv to JSON with the file tools and save it beside it.',
      system: AGENT,
      toolsOffered: true,
      labels: ['low', 'small', 'command_execution', 'low', true],
    },
  ]),
  ...classifierInputs('agentic_execution', 'terminal_operations', [
    {
      topic: 'disk-full',
      prompt:
        'The disk of this machine is full. Find out what takes the space and free at least 20 GB, but touch nothing under /srv/data: that is the production database.',
      system: 'You have a root shell on the host.',
      toolsOffered: true,
      labels: ['medium', 'small', 'command_execution', 'high', true],
    },
    {
      topic: 'find-and-count',
      prompt: 'How many .log files older than 30 days are under /var/log? Run it.',
      toolsOffered: true,
      labels: ['low', 'small', 'command_execution', 'low', true],
    },
    {
      topic: 'rsync-command',
      prompt:
        'Which rsync command mirrors ~/photos to a USB stick at /media/usb, deletes what is gone and shows progress? Run it with --dry-run first and show me the output.',
      toolsOffered: true,
      labels: ['low', 'small', 'command_execution', 'medium', true],
    },
    {
      topic: 'nginx-502',
      prompt:
        'nginx answers 502 since the last deployment. Use the shell to look at the units, sockets and logs, and bring the site back.',
      system: 'You have a root shell on the production web server.',
      toolsOffered: true,
      promptTokens: 9_000,
      labels: ['high', 'medium', 'command_execution', 'high', true],
    },
  ]),
  ...classifierInputs('agentic_execution', 'multi_step_execution', [
    {
      topic: 'scrape-and-report',
      prompt:
        'Every morning: download the price lists of the four suppliers, normalise them, compare them with yesterday, write the changes to the sheet and mail me a summary. Set all of that up and run it once.',
      system: AGENT,
      toolsOffered: true,
      labels: ['high', 'medium', 'multi_step_project', 'medium', true],
    },
    {
      topic: 'dependency-upgrade',
      prompt:
        'Upgrade every dependency of this monorepo (38 packages) to its newest major, one at a time: upgrade, run build and tests, fix, commit, and stop with a report when one needs a decision.',
      system: AGENT,
      toolsOffered: true,
      promptTokens: 80_000,
      labels: ['high', 'large', 'multi_step_project', 'medium', true],
    },
    {
      topic: 'rotate-keys',
      prompt:
        'Rotate all API keys of the staging and the production cluster: create new ones, roll them out service by service, verify each, then revoke the old ones.',
      system: 'You are an operations agent with access to both clusters.',
      toolsOffered: true,
      labels: ['high', 'large', 'multi_step_project', 'high', true],
    },
    {
      topic: 'bump-tag-release',
      prompt: 'Bump the patch version, update the changelog, tag it and push the tag.',
      toolsOffered: true,
      labels: ['low', 'small', 'multi_step_project', 'medium', true],
    },
  ]),
];
