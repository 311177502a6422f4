import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { client, type Template, unwrap } from '../api/client';
import { asProblem } from '../api/problem';
import { meQuery, templatesQuery, treesQuery } from '../api/queries';

/** Installed templates; one click builds the tree with sample data and opens it. */
export function Templates({ heading }: { heading?: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const templates = useQuery(templatesQuery);
  const role = useQuery(meQuery).data?.user.role;
  const building = useMutation({
    mutationFn: (template: Template) =>
      unwrap(
        client.POST('/api/v1/templates/{id}:instantiate', {
          params: { path: { id: template.id } },
          body: { sampleData: true },
        }),
      ),
    onSuccess: async ({ changes }, { id }) => {
      await queries.invalidateQueries();
      const trees = changes.filter((change) => change.kind === 'tree');
      const tree = trees.find((change) => change.code === id) ?? trees[0];
      navigate(tree ? `/trees/${tree.code}` : '/trees');
    },
  });
  const trees = useQuery(treesQuery).data;
  if (!templates.data) return null;
  const unused = templates.data.filter((template) => !trees?.some((tree) => tree.slug === template.id));
  if (unused.length === 0) return heading ? null : <p className="soft">{t('trees.emptyNoTemplates')}</p>;
  const viewer = role === 'viewer';
  const problem = building.error ? asProblem(building.error).problem : null;
  return (
    <>
      {heading ? <h2 className="section">{heading}</h2> : null}
      <ul className="templates">
        {unused.map((template) => (
          <li key={template.id} className="panel template" data-template={template.id}>
            <div className="grow">
              <h3>{template.name}</h3>
              <p className="soft">{template.description}</p>
              <p className="muted small">{viewer ? t('trees.needsEditor') : t('trees.sample')}</p>
            </div>
            <button
              type="button"
              className="btn main-act"
              aria-label={t('trees.use', { name: template.name })}
              aria-disabled={viewer || building.isPending}
              onClick={() => !viewer && !building.isPending && building.mutate(template)}
            >
              {building.isPending && building.variables?.id === template.id ? t('trees.using') : t('trees.useShort')}
            </button>
          </li>
        ))}
      </ul>
      {problem ? (
        <div className="auth-fault" role="alert">
          <p className="strong">{problem.title}</p>
          {problem.detail ? <p>{problem.detail}</p> : null}
          {problem.errors?.slice(0, 5).map((fault) => (
            <p key={fault.code + fault.message}>{fault.message}</p>
          ))}
        </div>
      ) : null}
    </>
  );
}
